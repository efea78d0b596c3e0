package dev.pilum.cli;

import dev.pilum.Row;
import dev.pilum.cli.compare.CompareBench;
import dev.pilum.cli.compare.CompareOutcome;
import dev.pilum.cli.compare.CompareRequest;
import dev.pilum.cli.compare.CompareRequest.Effort;
import dev.pilum.cli.measure.CompareFolder;
import dev.pilum.cli.output.Format;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures Pilum beside other databases and libraries. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Measure Pilum beside what one would pick instead, over the same data in the same run:"
          + " durable writes, searches at equal recall, filters, text, hybrid, opening, memory."
          + " Answers are checked before they are timed, and engines take turns. A peer that does"
          + " not run here is named with the reason.",
      "",
      "Prints the figures that users ask for first; all of them, with curves, go to --out."
    },
    footer = {
      "",
      "Exit code 1 when --against finds something slower than it was.",
      "",
      "Examples:",
      "  pilum bench compare --data examples/scifact --quick --out report",
      "  pilum bench compare --data examples/scifact --quick --peers lucene,pgvector",
      "  pilum bench compare --data examples/scifact --quick --against report/compare.json"
    })
final class BenchCompareCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder with base.fvecs and query.fvecs; with corpus.jsonl (title, text) also for"
              + " searches by words.")
  private @Nullable Path data;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description =
          "Engines beside Pilum, separated by commas: lucene, jvector, hnswlib-core, langchain4j,"
              + " pgvector, lancedb, sqlite-vec; all by default.")
  private @Nullable List<String> peers;

  @Option(
      names = "--quick",
      description = "Below ten minutes, with at most 10,000 rows; else below an hour.")
  private boolean quick;

  @Option(names = "--tiny", hidden = true)
  private boolean tiny;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where compare.html, compare.md and compare.json are written; by default not.")
  private @Nullable Path out;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "The compare.json of an earlier run: prints what is slower now.")
  private @Nullable Path against;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "An empty folder for what the engines write; by default one that is deleted.")
  private @Nullable Path folder;

  @Mixin private OutputOptions options = new OutputOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    CompareBench bench =
        ServiceLoader.load(CompareBench.class)
            .findFirst()
            .orElseThrow(() ->
                new InvalidRequest(
                    "pilum-bench is not on the class path; run ./pilum bench compare in a checkout"
                        + " of Pilum's sources"));
    try (ScratchFolder scratch = ScratchFolder.at(folder)) {
      CompareOutcome outcome = bench.run(request(bench, scratch.path()), options.err());
      show(outcome);
      return outcome.regressions().isEmpty() ? 0 : 1;
    }
  }

  private CompareRequest request(CompareBench bench, Path scratch) {
    List<String> named = peers;
    return new CompareRequest(
        CompareFolder.read(Path.of(String.valueOf(data))),
        named == null ? bench.peers() : named,
        effort(),
        out,
        against,
        scratch,
        asked());
  }

  private Effort effort() {
    if (tiny) {
      return Effort.TINY;
    }
    return quick ? Effort.QUICK : Effort.FULL;
  }

  /** Returns the command line with folders by their names alone, so that reports look alike. */
  private String asked() {
    CommandSpec known = command;
    assert known != null : "picocli sets it";
    StringBuilder line = new StringBuilder("./pilum bench compare");
    for (String word : known.commandLine().getParseResult().originalArgs()) {
      if (!word.equals("bench") && !word.equals("compare")) {
        line.append(' ').append(word.contains("/") ? Path.of(word).getFileName() : word);
      }
    }
    return line.toString();
  }

  private void show(CompareOutcome outcome) {
    if (options.format() == Format.JSON) {
      options.out().println(outcome.json());
    } else {
      print(outcome.lines());
    }
    if (!outcome.regressions().isEmpty()) {
      options.err().println("slower than in the earlier report:");
      outcome.regressions().forEach(line -> options.err().println("  " + line));
    }
  }

  private void print(List<Row> lines) {
    options.output().rows(List.copyOf(lines.getFirst().keySet()), lines);
  }
}
