package dev.pilum.pgvector;

import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mirror of tables in PostgreSQL with pgvector: the same rows, typed, searched there by SQL. Rows
 * go there in full once and by their changes afterwards; what the target holds it says itself, in
 * its table {@code pilum_sync}, so that nothing is lost or applied twice, whoever dies when.
 *
 * <p>One object is one place in one target. Safe for use by many threads; mirrors into one table
 * take turns. Every method connects anew, and may throw {@link
 * dev.pilum.storage.error.InvalidRequest} when the target is not ready (with what to run there),
 * {@link dev.pilum.storage.error.Conflict} when trying again helps, and {@link
 * dev.pilum.storage.error.StorageFailure} when PostgreSQL cannot be reached or fails. The target is
 * as before then, or as after; {@link #mirror} goes on from either.
 */
public final class PgMirror {
  private final PgTarget target;
  private final MirrorOptions options;

  private PgMirror(PgTarget target, MirrorOptions options) {
    this.target = target;
    this.options = options;
  }

  /** Returns the mirror at a place. Does not connect. */
  public static PgMirror of(PgTarget target, MirrorOptions options) {
    return new PgMirror(target, options);
  }

  /**
   * Returns the statements that the target needs for a table of these columns. Does not connect.
   */
  public DdlScript ddl(Schema schema) {
    return ddl(schema, null);
  }

  /**
   * As {@link #ddl(Schema)}, with rights for a role.
   *
   * @param role who mirrors, or {@code null}
   */
  public DdlScript ddl(Schema schema, @Nullable String role) {
    return new DdlRenderer(schema, options).script(role);
  }

  /** Creates in the target what is missing for a table of these columns, indexes included. */
  public void apply(Schema schema) {
    try (Session session = Session.open(target, options.schema())) {
      new DdlApply(session, options).all(new DdlRenderer(schema, options));
    }
  }

  /** Says what {@link #mirror} would do. Changes nothing on either side. */
  public MirrorReport plan(Table table, MirrorStrategy strategy) {
    Place place = Place.of(target, options, table);
    return switch (strategy) {
      case FULL -> new FullMirror(place, MirrorProgress.NONE).plan();
      case INCREMENTAL -> new IncrementalMirror(place, MirrorProgress.NONE).plan();
    };
  }

  /** As {@link #mirror(Table, MirrorStrategy, MirrorProgress)}, telling nobody. */
  public MirrorReport mirror(Table table, MirrorStrategy strategy) {
    return mirror(table, strategy, MirrorProgress.NONE);
  }

  /**
   * Makes the target hold what the table holds. A full mirror is one transaction, an incremental
   * one a transaction for each {@link MirrorOptions#batchChanges} changes.
   *
   * <p>Others may write into the table meanwhile; what they write after the call began may or may
   * not be in the target yet. A full mirror gives the table a {@linkplain Table#createFeed feed},
   * which keeps its changes until they are mirrored; whoever mirrors no more drops it ({@link
   * Table#dropFeed}).
   *
   * @param table of a database open for writing
   * @throws dev.pilum.storage.error.InvalidRequest also when the target holds another table, or
   *     changes do not fit on what it holds, because one of the two was restored from a backup
   */
  public MirrorReport mirror(Table table, MirrorStrategy strategy, MirrorProgress progress) {
    Place place = Place.of(target, options, table);
    return switch (strategy) {
      case FULL -> new FullMirror(place, progress).run();
      case INCREMENTAL -> new IncrementalMirror(place, progress).run();
    };
  }

  /**
   * Compares the target with the version that it says it holds, by checksums over the exact bytes
   * of all rows: both sides compute them, range by range of keys. Needs memory for the keys.
   *
   * @throws dev.pilum.storage.error.InvalidRequest also when the table does not keep that version
   *     any more, or has no key
   */
  public Comparison verify(Table table) {
    return new Comparing(Place.of(target, options, table)).run();
  }

  /**
   * Looks at everything in the target that a table of these columns needs. Changes nothing.
   *
   * @throws dev.pilum.storage.error.StorageFailure when there is no connection
   */
  public Readiness check(Schema schema) {
    try (Session usual = Session.openPlain(target);
        Session session = Session.open(target, options.schema())) {
      List<String> path =
          usual.rows("select unnest(current_schemas(true))").stream().map(List::getFirst).toList();
      return new ReadinessCheck(session, options, schema).run(path);
    }
  }

  /**
   * Returns the columns of the target's table as far as Pilum has types for them, such as for a
   * table to {@linkplain #importInto import} into.
   *
   * @throws InvalidRequest also when it has no primary key of one column
   */
  public Schema columnsThere() {
    try (Session session = Session.open(target, options.schema())) {
      String table = Names.quote(options.schema(), options.table());
      if (session.text("select to_regclass(?)", table) == null) {
        throw new InvalidRequest(
            "Table %s does not exist: check the database and schema".formatted(table));
      }
      return new AdoptedTable(session, table).schema();
    }
  }

  /**
   * Writes the target's rows into a table with the same columns, where they are byte for byte what
   * was mirrored: upserted by key, or added where there is none.
   *
   * @return how many rows
   */
  public long importInto(Table table) {
    return new Importing(Place.of(target, options, table)).run();
  }
}
