package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.output.Progress;
import dev.pilum.pgvector.Comparison;
import dev.pilum.pgvector.DdlMode;
import dev.pilum.pgvector.Finding;
import dev.pilum.pgvector.KeyRange;
import dev.pilum.pgvector.MirrorOptions;
import dev.pilum.pgvector.MirrorReport;
import dev.pilum.pgvector.MirrorStrategy;
import dev.pilum.pgvector.PgIndexKind;
import dev.pilum.pgvector.PgMirror;
import dev.pilum.pgvector.PgTarget;
import dev.pilum.pgvector.Readiness;
import dev.pilum.storage.error.InvalidRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Does what the commands about mirrors ask for. The only class that names one of
 * pilum-sync-pgvector: picocli looks through the methods of all commands, whatever command runs,
 * and that module is there for 'sync' only.
 */
final class SyncTarget {
  private final SyncOptions options;
  private final String ddl;

  private SyncTarget(SyncOptions options, String ddl) {
    this.options = options;
    this.ddl = ddl;
  }

  /**
   * Returns the target that options name.
   *
   * @param ddl {@code manual} or {@code apply}
   */
  static SyncTarget of(SyncOptions options, String ddl) {
    return new SyncTarget(options, ddl);
  }

  /** Says what a mirror would do. */
  Row plan(Table table, String strategy) {
    return row(mirror(MirrorOptions.of(options.name()).batchChanges()).plan(table, kind(strategy)));
  }

  /** Mirrors. */
  Row run(Table table, String strategy, int batchChanges, PrintWriter err) {
    Progress progress = Progress.start(err, "sync", Math.max(1, table.count()));
    try {
      return row(
          mirror(batchChanges).mirror(table, kind(strategy), (done, total) -> progress.at(done)));
    } finally {
      progress.wipe();
    }
  }

  private static Row row(MirrorReport report) {
    return Row.of(
        "did", report.what(),
        "dry_run", report.dryRun(),
        "sent", report.rows(),
        "written", report.written(),
        "deleted", report.deleted(),
        "version", report.version());
  }

  /** Compares. */
  SyncOutcome verify(Table table) {
    Comparison found = mirror(1).verify(table);
    List<Row> rows = new ArrayList<>();
    for (KeyRange range : found.different()) {
      rows.add(
          Row.of(
              "from", range.from(),
              "to", range.to(),
              "rows", range.sourceRows(),
              "mirrored", range.targetRows()));
    }
    String summary =
        "%d of %d ranges differ at version %d"
            .formatted(rows.size(), found.ranges().size(), found.version());
    return new SyncOutcome(found.ok(), rows, summary);
  }

  /** Looks whether the target is ready. */
  SyncOutcome check(Table table) {
    Readiness found = mirror(1).check(table.schema());
    List<Row> rows = new ArrayList<>();
    for (Finding finding : found.findings()) {
      rows.add(
          Row.of(
              "level", finding.level().name().toLowerCase(Locale.ROOT),
              "what", finding.what(),
              "fix", finding.fix()));
    }
    return new SyncOutcome(found.ok(), rows, "");
  }

  /** Returns the statements that the target needs; connects to nothing. */
  static String ddl(SyncOptions options, Database db, @Nullable String role) {
    PgTarget nowhere = PgTarget.of("postgresql://localhost/nowhere");
    return PgMirror.of(nowhere, new SyncTarget(options, "manual").mirrorOptions())
        .ddl(db.openTable(options.table()).schema(), role)
        .text();
  }

  private PgMirror mirror(int batchChanges) {
    return PgMirror.of(PgTarget.of(options.url()), mirrorOptions().withBatchChanges(batchChanges));
  }

  private MirrorOptions mirrorOptions() {
    return MirrorOptions.of(options.name())
        .withSchema(options.schema())
        .withColumns(options.columns())
        .withIndex(choice(PgIndexKind.values(), "--index", options.index()))
        .withDdl(choice(DdlMode.values(), "--ddl", ddl));
  }

  private static MirrorStrategy kind(String name) {
    return choice(MirrorStrategy.values(), "--strategy", name);
  }

  /** Returns the constant of this name, in small letters or large. */
  private static <E extends Enum<E>> E choice(E[] all, String option, String name) {
    for (E constant : all) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    String names = Arrays.toString(all).toLowerCase(Locale.ROOT);
    throw new InvalidRequest(option + " is one of " + names + ", not '" + name + "'");
  }
}
