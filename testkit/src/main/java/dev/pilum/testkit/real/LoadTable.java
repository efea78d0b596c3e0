package dev.pilum.testkit.real;

import dev.pilum.ColumnIndex;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table that a {@link LoadWriter} writes: slots, each of which is a few rows that are always
 * written or deleted together and hold the number of that write.
 */
final class LoadTable {
  /** The table's name. */
  static final String NAME = "load";

  /** The slot that stands for the index of column {@code write}: 1 when there is one. */
  static final String INDEX_SLOT = "index";

  private static final int DIMENSION = 8;
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("slot", Types.utf8())
          .field("write", Types.int64())
          .text("body")
          .vector("v", DIMENSION, Metric.L2)
          .build();

  private LoadTable() {}

  static Schema schema() {
    return SCHEMA;
  }

  /** Returns options by which a few hundred rows are flushed, merged and get graphs. */
  static DatabaseOptions options(Durability durability) {
    return DatabaseOptions.DEFAULT
        .withDurability(durability)
        .withMemtableBytes(48 << 10)
        .withMaximumSegments(3)
        .withGraphMinimumRows(150);
  }

  /** Returns how many rows a slot has: 1 to 20. */
  static int rowCount(String slot) {
    int number = Math.floorMod(slot.hashCode(), 40);
    return number > 20 ? 1 : 1 + number % 20;
  }

  /** Returns the keys of a slot's rows. */
  static List<String> keys(String slot) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < rowCount(slot); i++) {
      keys.add(slot + "." + i);
    }
    return keys;
  }

  /** Returns the rows of a slot as one write leaves them. */
  static List<Row> rows(String slot, long write) {
    return keys(slot).stream().map(key -> row(key, slot, write)).toList();
  }

  private static Row row(String key, String slot, long write) {
    String body = "written as w" + write + " into " + slot;
    return Row.of("id", key, "slot", slot, "write", write, "body", body, "v", vector(key, write));
  }

  private static float[] vector(String key, long write) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = Math.floorMod(key.hashCode() + 31L * write, 7L + 4L * i);
    }
    return vector;
  }

  /**
   * Returns the write that each slot holds, 0 where it is empty.
   *
   * @throws AssertionError when a slot is there in part, or its rows hold anything else than one
   *     write left there
   */
  static Map<String, Long> contents(Table table) {
    Map<String, Long> contents = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (Row row : table.scan().rows()) {
      String slot = String.valueOf(row.text("slot"));
      long write = row.get("write") instanceof Long number ? number : -1;
      requireSame(row, row(String.valueOf(row.text("id")), slot, write));
      require(contents.getOrDefault(slot, write) == write, "two writes in slot " + slot);
      contents.put(slot, write);
      counts.merge(slot, 1, Integer::sum);
    }
    counts.forEach((slot, count) ->
        require(
            count == rowCount(slot),
            "half a batch: slot %s has %d rows of %d".formatted(slot, count, rowCount(slot))));
    contents.put(INDEX_SLOT, table.indexes().stream().anyMatch(LoadTable::isOfWrite) ? 1L : 0L);
    return contents;
  }

  private static boolean isOfWrite(ColumnIndex index) {
    return index.column().equals("write");
  }

  /** Asserts that a slot's rows are found by key, filter, text and vector. */
  static void checkFound(Table table, String slot, long write) {
    int count = rowCount(slot);
    Filter filter = Filters.eq("slot", slot);
    require(table.getAll(keys(slot)).size() == count, "slot " + slot + " by key");
    require(table.count(filter) == count, "slot " + slot + " by filter");
    require(table.count(Filters.eq("write", write)) == count, "write " + write + " by filter");
    int words = table.searchText("body", "w" + write).limit(100).hits().size();
    require(words == count, "write " + write + " by text: " + words);
    String key = keys(slot).getFirst();
    var search = table.search("v", vector(key, write)).where(filter).limit(1);
    require(
        search.hits().getFirst().row().get("slot") instanceof String found && found.equals(slot),
        "slot " + slot + " by vector");
    require(search.hits().getFirst().distance() == 0, "slot " + slot + " by its own vector");
  }

  static void setIndex(Table table, boolean wanted) {
    if (wanted) {
      table.createIndex("write", ScalarIndex.ORDERED);
    } else {
      table.dropIndex("write", ScalarIndex.ORDERED);
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static void requireSame(Row found, Row expected) {
    for (String column : SCHEMA.names()) {
      @Nullable Object value = found.get(column);
      boolean same = Arrays.deepEquals(new Object[] {value}, new Object[] {expected.get(column)});
      require(same, "row %s: %s is %s".formatted(found.get("id"), column, value));
    }
  }
}
