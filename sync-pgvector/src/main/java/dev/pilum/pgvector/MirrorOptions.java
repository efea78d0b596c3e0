package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Map;

/**
 * Where in the target a table goes, and how.
 *
 * @param schema the target's schema
 * @param table the target's table
 * @param columns names of columns in the target, by name in Pilum, where they differ
 * @param index kind of index of vector columns
 * @param ddl whether the mirror may create and drop
 * @param full how a mirror replaces rows
 * @param swapRatio from which share of changes in a table's rows {@link FullMode#AUTO} takes a new
 *     table, 0 to 1; fewer than 1,000 changes are merged whatever their share
 * @param batchChanges how many changes one transaction of an incremental mirror applies, at least 1
 * @param preset a layout that another library reads
 */
public record MirrorOptions(
    String schema,
    String table,
    Map<String, String> columns,
    PgIndexKind index,
    DdlMode ddl,
    FullMode full,
    double swapRatio,
    int batchChanges,
    MirrorPreset preset) {
  /** Beyond this a transaction does not get faster: 384 coordinates make 16 MiB of it. */
  private static final int BATCH_CHANGES = 10_000;

  /** Where both cost the same with an HNSW index: docs/decisions/0043-pgvector-mirror.md. */
  private static final double SWAP_RATIO = 0.1;

  /** Checks names and sizes. */
  public MirrorOptions {
    columns = Map.copyOf(columns);
    Names.check("schema", schema);
    Names.check("table", table);
    columns.values().forEach(column -> Names.check("column", column));
    if (!(swapRatio >= 0 && swapRatio <= 1)) {
      throw new InvalidRequest("a share of changes is 0 to 1, got " + swapRatio);
    }
    if (batchChanges < 1) {
      throw new InvalidRequest("a transaction needs at least 1 change, got " + batchChanges);
    }
  }

  /** Returns the options for a table of this name in schema {@code public}, nothing created. */
  public static MirrorOptions of(String table) {
    return new MirrorOptions(
        "public",
        table,
        Map.of(),
        PgIndexKind.HNSW,
        DdlMode.MANUAL,
        FullMode.AUTO,
        SWAP_RATIO,
        BATCH_CHANGES,
        MirrorPreset.NONE);
  }

  /** Returns these options for another schema. */
  public MirrorOptions withSchema(String other) {
    return new MirrorOptions(
        other, table, columns, index, ddl, full, swapRatio, batchChanges, preset);
  }

  /** Returns these options with other names of columns, by name in Pilum. */
  public MirrorOptions withColumns(Map<String, String> other) {
    return new MirrorOptions(
        schema, table, other, index, ddl, full, swapRatio, batchChanges, preset);
  }

  /** Returns these options with another kind of index. */
  public MirrorOptions withIndex(PgIndexKind other) {
    return new MirrorOptions(
        schema, table, columns, other, ddl, full, swapRatio, batchChanges, preset);
  }

  /** Returns these options with leave to create and drop, or without. */
  public MirrorOptions withDdl(DdlMode other) {
    return new MirrorOptions(
        schema, table, columns, index, other, full, swapRatio, batchChanges, preset);
  }

  /** Returns these options with another way to replace rows. */
  public MirrorOptions withFull(FullMode other) {
    return new MirrorOptions(
        schema, table, columns, index, ddl, other, swapRatio, batchChanges, preset);
  }

  /** Returns these options with another share of changes from which a new table is taken. */
  public MirrorOptions withSwapRatio(double other) {
    return new MirrorOptions(schema, table, columns, index, ddl, full, other, batchChanges, preset);
  }

  /** Returns these options with transactions of another size. */
  public MirrorOptions withBatchChanges(int other) {
    return new MirrorOptions(schema, table, columns, index, ddl, full, swapRatio, other, preset);
  }

  /** Returns these options with a layout that another library reads. */
  public MirrorOptions withPreset(MirrorPreset other) {
    return new MirrorOptions(
        schema, table, columns, index, ddl, full, swapRatio, batchChanges, other);
  }

  /** Returns a column's name in the target. */
  String column(String name) {
    return columns.getOrDefault(name, name);
  }
}
