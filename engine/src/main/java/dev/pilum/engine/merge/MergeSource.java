package dev.pilum.engine.merge;

import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.row.ArrayColumns;
import dev.pilum.engine.row.BatchCheck;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that are merged into a table: some columns of it, checked.
 *
 * @param schema the columns that are there
 * @param rows their values
 */
public record MergeSource(Schema schema, RecordBatch rows) {
  /** Returns rows given one by one; they have the columns that any of them mentions. */
  public static MergeSource of(Schema table, List<? extends Map<String, ?>> rows) {
    Set<String> names = new HashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    for (String name : names) {
      table.field(name); // refuses an unknown one
    }
    Schema schema = names.isEmpty() ? table : part(table, names);
    return new MergeSource(schema, RowWriter.batch(schema, rows));
  }

  /** Returns rows given as columns. */
  public static MergeSource of(Schema table, RecordBatch rows) {
    Set<String> names = new HashSet<>();
    for (Field field : rows.fields()) {
      names.add(table.field(field.name()).name());
    }
    Schema schema = part(table, names);
    return new MergeSource(schema, BatchCheck.conform(schema, rows));
  }

  /**
   * Returns these rows with columns, still without values, for the vectors that they do not bring
   * and that embedding functions make of their columns.
   *
   * @throws InvalidRequest when they have some of the columns that a vector is made of, not all: it
   *     would no longer be that of its row
   */
  public MergeSource withVectorColumns(Schema table) {
    Set<String> names = new HashSet<>(schema.names());
    for (Field field : table.fields()) {
      if (lacksVectors(field)) {
        names.add(field.name());
      }
    }
    if (names.size() == schema.fields().size()) {
      return this;
    }
    Schema widened = part(table, names);
    List<Column> columns = new ArrayList<>();
    for (Field field : widened.fields()) {
      columns.add(
          schema.has(field.name())
              ? rows.column(field.name())
              : ArrayColumns.allNull(field.type(), rows.rowCount()));
    }
    return new MergeSource(widened, new RecordBatch(widened.fields(), rows.rowCount(), columns));
  }

  /** Returns these rows with the vectors that a model makes of them; nobody may hold a lock. */
  public MergeSource embedded(Embedder embedder) {
    return new MergeSource(schema, embedder.fill(rows));
  }

  private boolean lacksVectors(Field field) {
    Embedding embedding = field.embedding();
    if (embedding == null || schema.has(field.name())) {
      return false;
    }
    boolean any = embedding.sources().stream().anyMatch(schema::has);
    if (any && !embedding.sources().stream().allMatch(schema::has)) {
      throw new InvalidRequest(
          "vectors '%s' are made of the columns %s: the rows to merge need all of them, or '%s'"
              .formatted(field.name(), String.join(", ", embedding.sources()), field.name()));
    }
    return any;
  }

  private static Schema part(Schema table, Set<String> names) {
    String key = table.key();
    return new Schema(
        table.fields().stream().filter(field -> names.contains(field.name())).toList(),
        key != null && names.contains(key) ? key : null);
  }

  /**
   * Refuses a column of the table that is not there.
   *
   * @param what it is wanted for
   * @throws InvalidRequest naming it
   */
  public void require(Schema table, String column, String what) {
    if (!schema.has(table.field(column).name())) {
      throw new InvalidRequest(
          "the rows to merge have no column '%s', %s; they have %s"
              .formatted(column, what, String.join(", ", schema.names())));
    }
  }

  /** Returns the last row of each value of some columns, and how many others there are. */
  Distinct distinctBy(MatchColumns columns) {
    Map<ByteBuffer, Integer> last = new HashMap<>();
    BitSet kept = new BitSet(rows.rowCount());
    MatchColumns.Keys keys = columns.over(rows);
    for (int row = 0; row < rows.rowCount(); row++) {
      ByteBuffer key = keys.at(row);
      Integer before = key == null ? null : last.put(key, row);
      if (before != null) {
        kept.clear(before);
      }
      kept.set(row);
    }
    return new Distinct(last, kept, rows.rowCount() - kept.cardinality());
  }

  /**
   * Rows of a source, no two of which match alike.
   *
   * @param byKey their numbers by what they match by; without those that match nothing
   * @param kept their numbers
   * @param duplicates how many others there are
   */
  record Distinct(Map<ByteBuffer, Integer> byKey, BitSet kept, int duplicates) {}
}
