package dev.pilum.cli;

import dev.pilum.Problem;
import dev.pilum.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Problems of files as commands show them. */
final class ProblemRows {
  private ProblemRows() {}

  /** Returns problems as JSON has them. */
  static List<Row> of(List<Problem> problems) {
    return problems.stream()
        .map(problem ->
            Row.of(
                "file", problem.file(),
                "kind", lower(problem.kind()),
                "standing", lower(problem.standing()),
                "offset", problem.offsetBytes() < 0 ? null : problem.offsetBytes(),
                "message", problem.message()))
        .toList();
  }

  /** Writes problems for people, one a line. */
  static void print(PrintWriter out, String table, String what, List<Problem> problems) {
    for (Problem problem : problems) {
      out.println(
          "%s: %s%s, %s: %s"
              .formatted(
                  table,
                  what,
                  lower(problem.kind()),
                  lower(problem.standing()),
                  problem.message()));
    }
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
