package dev.pilum.cli;

import dev.pilum.Database;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a table with its mirror. */
@Command(
    name = "verify",
    sortOptions = false,
    description =
        "Compare a table with its mirror, by checksums of the exact bytes of all rows, computed on"
            + " either side. Prints the ranges of keys that differ; exit code 1 when there are"
            + " any.",
    footer = {
      "",
      "Examples:",
      "  pilum sync verify db docs --to postgresql://me:secret@host/db",
      "  pilum sync verify db docs --queries",
      "  pilum sync verify --example agent --schema public"
    })
final class SyncVerifyCommand implements Callable<Integer> {
  /** The queries look at types, not at their modifiers. */
  private static final int ANY_DIMENSION = 1;

  @Mixin private SyncOptions target = new SyncOptions();

  @Option(
      names = "--queries",
      description =
          "Ask only the three queries that say whether all is there: extension, tables, columns of"
              + " vectors. Prints them; exit code 1 when one fails.")
  private boolean queries;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description = "Ask them for example tables instead: agent (ten tables).")
  private @Nullable String example;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    return queries || example != null ? setup() : compare();
  }

  private int setup() {
    SyncTarget mirror = SyncTarget.of(target, "manual");
    SyncOutcome found;
    if (example != null) {
      found = mirror.setup(example, ANY_DIMENSION);
    } else {
      try (Database db = Database.openReadOnly(target.folder())) {
        found = mirror.setup(db.openTable(target.table()).schema());
      }
    }
    return shown(found, List.of("result", "missing", "found", "query"));
  }

  private int compare() {
    try (Database db = Database.openReadOnly(target.folder())) {
      SyncOutcome found = SyncTarget.of(target, "manual").verify(db.openTable(target.table()));
      return shown(found, List.of("from", "to", "rows", "mirrored"));
    }
  }

  private int shown(SyncOutcome found, List<String> columns) {
    options.output().rows(columns, found.rows());
    options.err().println(found.summary());
    return found.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
