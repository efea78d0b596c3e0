package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.output.Progress;
import dev.pilum.pgvector.Comparison;
import dev.pilum.pgvector.DdlMode;
import dev.pilum.pgvector.ExampleSchemas;
import dev.pilum.pgvector.Finding;
import dev.pilum.pgvector.FullMode;
import dev.pilum.pgvector.KeyRange;
import dev.pilum.pgvector.MirrorOptions;
import dev.pilum.pgvector.MirrorPreset;
import dev.pilum.pgvector.MirrorProgress;
import dev.pilum.pgvector.MirrorReport;
import dev.pilum.pgvector.MirrorStrategy;
import dev.pilum.pgvector.PgIndexKind;
import dev.pilum.pgvector.PgMirror;
import dev.pilum.pgvector.PgTarget;
import dev.pilum.pgvector.Readiness;
import dev.pilum.pgvector.SetupQueries;
import dev.pilum.pgvector.SetupQuery;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what the commands about mirrors ask for. The only class that names one of
 * pilum-sync-pgvector: picocli looks through the methods of all commands, whatever command runs,
 * and that module is there for 'sync' only.
 */
final class SyncTarget {
  private final SyncOptions options;
  private final String ddl;
  private final String mode;
  private final @Nullable Double swapRatio;

  private SyncTarget(SyncOptions options, String ddl, String mode, @Nullable Double swapRatio) {
    this.options = options;
    this.ddl = ddl;
    this.mode = mode;
    this.swapRatio = swapRatio;
  }

  /**
   * Returns the target that options name.
   *
   * @param ddl {@code manual} or {@code apply}
   */
  static SyncTarget of(SyncOptions options, String ddl) {
    return of(options, ddl, "auto", null);
  }

  /**
   * Returns the target that options name.
   *
   * @param ddl {@code manual} or {@code apply}
   * @param mode {@code auto}, {@code swap} or {@code merge}
   * @param swapRatio from which share of changes on {@code auto} is {@code swap}, or {@code null}
   */
  static SyncTarget of(SyncOptions options, String ddl, String mode, @Nullable Double swapRatio) {
    return new SyncTarget(options, ddl, mode, swapRatio);
  }

  /** Says what a mirror would do. */
  Row plan(Table table, String strategy) {
    return row(mirror(MirrorOptions.of(name()).batchChanges()).plan(table, kind(strategy)));
  }

  /** Mirrors. */
  Row run(Table table, String strategy, int batchChanges, PrintWriter err) {
    Progress progress = Progress.start(err, "sync", Math.max(1, table.count()));
    try {
      return row(mirror(batchChanges).mirror(table, kind(strategy), heard(progress)));
    } finally {
      progress.wipe();
    }
  }

  private static MirrorProgress heard(Progress progress) {
    return new MirrorProgress() {
      @Override
      public void sent(long done, long total) {
        progress.at(done);
      }

      @Override
      public void chosen(String what, String why) {
        progress.note(what + ": " + why);
      }
    };
  }

  private static Row row(MirrorReport report) {
    return Row.of(
        "did", report.what(),
        "why", report.why(),
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

  /** Reads the target's rows into a table, which is created where there is none. */
  Row pull(Database db) {
    PgMirror mirror = mirror(1);
    String name = options.table();
    boolean created = !db.hasTable(name);
    Table table = created ? db.createTable(name, mirror.columnsThere()) : db.openTable(name);
    return Row.of("did", created ? "create" : "upsert", "rows", mirror.importInto(table));
  }

  /** Asks the three queries that say whether all is there for a mirror. */
  SyncOutcome setup(Schema columns) {
    return outcome(SetupQueries.ofMirror(PgTarget.of(options.url()), mirrorOptions(), columns));
  }

  /** Asks the same for example tables. */
  SyncOutcome setup(String example, int dimension) {
    return outcome(
        SetupQueries.ofTables(
            PgTarget.of(options.url()), options.schema(), tables(example, dimension)));
  }

  private static SyncOutcome outcome(SetupQueries queries) {
    List<Row> rows = new ArrayList<>();
    int passed = 0;
    for (SetupQuery query : queries.run()) {
      passed += query.passed() ? 1 : 0;
      rows.add(
          Row.of(
              "result", query.passed() ? "pass" : "FAIL",
              "missing", words(query.missing()),
              "found", words(query.found()),
              "query", query.sql()));
    }
    return new SyncOutcome(
        passed == rows.size(), rows, "%d of %d queries pass".formatted(passed, rows.size()));
  }

  private static String words(List<List<String>> rows) {
    return rows.stream().map(row -> String.join(" ", row)).collect(Collectors.joining(", "));
  }

  private static Map<String, Schema> tables(String example, int dimension) {
    if (!example.equals("agent")) {
      throw new InvalidRequest("--example is 'agent', not '" + example + "'");
    }
    return ExampleSchemas.agent(dimension);
  }

  /** Returns the statements for example tables; connects to nothing. */
  static String ddl(SyncOptions options, String example, int dimension) {
    return ExampleSchemas.ddl(options.schema(), tables(example, dimension)).text();
  }

  /** Returns the statements that the target needs; connects to nothing. */
  static String ddl(SyncOptions options, Database db, @Nullable String role) {
    PgTarget nowhere = PgTarget.of("postgresql://localhost/nowhere");
    return PgMirror.of(nowhere, of(options, "manual").mirrorOptions())
        .ddl(db.openTable(options.table()).schema(), role)
        .text();
  }

  private PgMirror mirror(int batchChanges) {
    return PgMirror.of(PgTarget.of(options.url()), mirrorOptions().withBatchChanges(batchChanges));
  }

  private MirrorOptions mirrorOptions() {
    MirrorOptions named = MirrorOptions.of(name());
    return named
        .withSchema(options.schema())
        .withColumns(options.columns())
        .withIndex(choice(PgIndexKind.values(), "--index", options.index()))
        .withDdl(choice(DdlMode.values(), "--ddl", ddl))
        .withFull(choice(FullMode.values(), "--mode", mode))
        .withSwapRatio(swapRatio == null ? named.swapRatio() : swapRatio)
        .withPreset(preset());
  }

  private MirrorPreset preset() {
    return choice(MirrorPreset.values(), "--preset", options.preset());
  }

  private String name() {
    String name = options.name();
    if (name != null) {
      return name;
    }
    return preset().table().isEmpty() ? options.table() : preset().table();
  }

  private static MirrorStrategy kind(String name) {
    return choice(MirrorStrategy.values(), "--strategy", name);
  }

  /** Returns the constant of this name, in small letters or large. */
  private static <E extends Enum<E>> E choice(E[] all, String option, String name) {
    for (E constant : all) {
      if (constant.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return constant;
      }
    }
    String names = Arrays.toString(all).toLowerCase(Locale.ROOT).replace('_', '-');
    throw new InvalidRequest(option + " is one of " + names + ", not '" + name + "'");
  }
}
