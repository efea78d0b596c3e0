package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.filter.Filters;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a table whose columns change should hold at one version.
 *
 * @param names columns, in order
 * @param rows by key; what is null may be missing
 */
record ColumnState(long version, List<String> names, SortedMap<Long, Map<String, Object>> rows) {
  /** The columns that the table is created with. */
  static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("a", Types.int32())
          .text("words")
          .vector("v", 2, Metric.L2)
          .build();

  /** A table just created. */
  static final ColumnState CREATED = new ColumnState(0, SCHEMA.names(), new TreeMap<>());

  /** Returns a drawn row that may lack what may be null. */
  static Map<String, Object> row(long id, Schema schema, SplittableRandom random) {
    Map<String, Object> row = new HashMap<>();
    for (Field field : schema.fields()) {
      if (random.nextInt(5) > 0 || !field.nullable()) {
        row.put(field.name(), value(field.type(), random));
      }
    }
    row.put(String.valueOf(schema.key()), id);
    return row;
  }

  ColumnState with(long next, SortedMap<Long, Map<String, Object>> changed) {
    return new ColumnState(next, names, changed);
  }

  SortedMap<Long, Map<String, Object>> copy() {
    SortedMap<Long, Map<String, Object>> copy = new TreeMap<>();
    rows.forEach((id, row) -> copy.put(id, new HashMap<>(row)));
    return copy;
  }

  private static Object value(DataType type, SplittableRandom random) {
    int number = random.nextInt(6);
    return switch (type) {
      case DataType.Int(int bits, boolean signed) -> bits == 64 ? (Object) (long) number : number;
      case DataType.FloatingPoint f -> (double) number;
      case DataType.Vector v -> new float[] {number, random.nextInt(6)};
      default -> "word" + number;
    };
  }

  /** Asserts that this is what a table or snapshot has, by scan, key, filter and search. */
  void compare(Reader reader, String label) {
    assertThat(reader.schema().names()).as(label).isEqualTo(names);
    String key = String.valueOf(reader.schema().key());
    assertThat(reader.count()).as(label).isEqualTo(rows.size());
    SortedMap<Long, Map<String, Object>> found = new TreeMap<>();
    for (Row row : reader.scan().rows()) {
      found.put((Long) row.get(key), plain(row));
    }
    SortedMap<Long, Map<String, Object>> wanted = new TreeMap<>();
    rows.forEach((id, row) -> wanted.put(id, plain(row)));
    assertThat(found).as(label).isEqualTo(wanted);
    for (Map.Entry<Long, Map<String, Object>> row : wanted.entrySet()) {
      Row got = reader.get(row.getKey());
      assertThat(got).as(label).isNotNull();
      assertThat(plain(got)).as(label).isEqualTo(row.getValue());
    }
    compareSearches(reader, wanted, label);
  }

  private static void compareSearches(
      Reader reader, SortedMap<Long, Map<String, Object>> rows, String label) {
    boolean anyText = false;
    for (Field field : reader.schema().fields()) {
      String name = field.name();
      anyText |= field.textAnalysis() != null;
      if (field.type() instanceof DataType.Int) {
        long expected =
            rows.values().stream()
                .filter(row -> row.get(name) instanceof Number n && n.longValue() == 3)
                .count();
        assertThat(reader.count(Filters.eq(name, 3))).as("%s, %s", label, name).isEqualTo(expected);
      }
      if (field.type() instanceof DataType.Vector) {
        long expected = rows.values().stream().filter(row -> row.get(name) != null).count();
        assertThat(reader.search(name, new float[] {1, 2}).limit(100).hits())
            .as("%s, %s", label, name)
            .hasSize((int) expected);
      }
    }
    if (anyText) {
      long expected =
          rows.values().stream()
              .filter(row ->
                  reader.schema().fields().stream()
                      .anyMatch(f -> f.textAnalysis() != null && "word3".equals(row.get(f.name()))))
              .count();
      assertThat(reader.searchText(TextQuery.match("word3")).limit(100).hits())
          .as("%s, text", label)
          .hasSize((int) expected);
    }
  }

  /** Returns values that can be compared, without those that are null. */
  private static Map<String, Object> plain(Map<String, ?> row) {
    Map<String, Object> plain = new LinkedHashMap<>();
    row.forEach((name, value) -> {
      if (value != null) {
        plain.put(name, value instanceof float[] vector ? Arrays.toString(vector) : value);
      }
    });
    return plain;
  }
}
