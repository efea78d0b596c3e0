package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Hit;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.testkit.table.Step.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Compares what a table or snapshot says with what a model says. */
public final class TableComparison {
  private TableComparison() {}

  /** Returns whether both have the same version and, in order, the same rows. */
  public static boolean same(Reader reader, TableModel model) {
    if (!model.exists() || reader.version() != model.version() || !sameColumns(reader, model)) {
      return false;
    }
    return sameRows(reader.scan().rows(), model);
  }

  /** Returns whether the columns that come and go are the model's. */
  private static boolean sameColumns(Reader reader, TableModel model) {
    List<Field> fields = reader.schema().fields();
    int others = fields.size() - model.extras().size();
    for (int i = 0; i < model.extras().size(); i++) {
      if (others < 1 || !model.extras().get(i).isShownBy(fields.get(others + i))) {
        return false;
      }
    }
    return !Columns.isExtra(fields.get(others - 1));
  }

  /** Returns whether {@code found} are the model's rows, in order. */
  public static boolean sameRows(List<Row> found, TableModel model) {
    return found.size() == model.rows().size() && differing(found, List.copyOf(model.rows())) < 0;
  }

  /** Returns whether {@code found} is what the model has at {@code key}; {@code null} is no row. */
  public static boolean sameAt(@Nullable Row found, TableModel model, Object key) {
    Row expected = model.get(key);
    return (found == null || expected == null) ? found == expected : sameRow(found, expected);
  }

  /** Asserts that all rows are those of the model, in order, and counted right. */
  public static void assertSame(Reader reader, TableModel model) {
    assertThat(reader.version()).as("version").isEqualTo(model.version());
    assertThat(sameColumns(reader, model))
        .as("columns %s are %s", reader.schema().names(), model.extras())
        .isTrue();
    List<Row> found = reader.scan().rows();
    List<Row> expected = List.copyOf(model.rows());
    assertThat(found.stream().map(TableModel::key))
        .as("keys in order")
        .containsExactlyElementsOf(model.keys());
    int at = differing(found, expected);
    if (at >= 0) {
      throw new AssertionError(
          "row %s instead of %s".formatted(text(found.get(at)), text(expected.get(at))));
    }
    assertThat(reader.count()).as("count").isEqualTo(expected.size());
  }

  /** Asserts that the row with {@code key} is the model's. */
  public static void assertSameAt(Reader reader, TableModel model, Object key) {
    Row found = reader.get(key);
    Row expected = model.get(key);
    assertThat(reader.exists(key)).as("exists %s", key).isEqualTo(expected != null);
    if ((found == null || expected == null) ? found != expected : !sameRow(found, expected)) {
      throw new AssertionError(
          "get %s: %s instead of %s".formatted(key, text(found), text(expected)));
    }
  }

  /**
   * Asserts that searches for a drawn vector find what comparing with every row finds: as wide as
   * the table, for narrower ones may miss a row. Now and then one that ranks by codes does so too
   * when few rows are wanted: so this is not for being done a hundred thousand times.
   */
  public static void assertSameNearest(Reader reader, TableModel model, SplittableRandom random) {
    float[] query = RandomRows.vector(random);
    int all = 1 + model.rows().size();
    int limit = random.nextInt(1, 1 + all);
    List<Object> expected = nearestKeys(reader, model, query, limit);
    List<Hit> planned = reader.search(Columns.VECTOR, query).limit(limit).ef(all).hits();
    assertThat(planned.stream().map(hit -> TableModel.key(hit.row())))
        .as(() -> "search " + reader.search(Columns.VECTOR, query).limit(limit).ef(all).explain())
        .containsExactlyElementsOf(expected);
    assertSameFound(reader, model, random);
  }

  private static List<Object> nearestKeys(
      Reader reader, TableModel model, float[] query, int limit) {
    return nearest(model, query, metric(reader)).stream()
        .limit(limit)
        .map(TableModel::key)
        .toList();
  }

  /** As {@link #assertSameVectorsFound}, and searches for texts too. */
  public static void assertSameFound(Reader reader, TableModel model, SplittableRandom random) {
    assertSameVectorsFound(reader, model, random);
    if (reader.schema().has(Columns.BODY)) {
      TextComparison.assertSame(reader, model);
    }
  }

  /**
   * Asserts that exact searches, and those for bits and several vectors, find what comparing with
   * every row finds.
   */
  static void assertSameVectorsFound(Reader reader, TableModel model, SplittableRandom random) {
    float[] query = RandomRows.vector(random);
    int limit = random.nextInt(1, 2 + model.rows().size());
    List<Hit> exact = reader.search(Columns.VECTOR, query).exact().limit(limit).hits();
    assertThat(exact.stream().map(hit -> TableModel.key(hit.row())))
        .as("exact search")
        .containsExactlyElementsOf(nearestKeys(reader, model, query, limit));
    assertSameNearestBits(reader, model, RandomRows.bits((int) query[0] + limit), limit);
    if (reader.schema().has(Columns.TOKENS)) {
      List<float[]> tokens = RandomRows.tokens(new SplittableRandom(random.nextLong()));
      assertSameNearestTokens(reader, model, tokens.toArray(float[][]::new), limit);
    }
  }

  /** Asserts that filters of every kind that indexes answer count the model's rows. */
  public static void assertSameFiltered(Reader reader, TableModel model) {
    for (Condition condition : Conditions.all()) {
      assertThat(reader.count(condition.filter()))
          .as("rows with %s", condition)
          .isEqualTo(model.rows().stream().filter(condition.matches()).count());
    }
  }

  private static void assertSameNearestBits(
      Reader reader, TableModel model, byte[] query, int limit) {
    List<Row> rows = new ArrayList<>(model.rows());
    rows.removeIf(row -> row.bytes(Columns.BITS) == null);
    rows.sort(Comparator.comparingInt(row -> differing(row.bytes(Columns.BITS), query)));
    List<Object> expected = rows.stream().limit(limit).map(TableModel::key).toList();
    int all = 1 + model.rows().size();
    List<Hit> planned = reader.search(Columns.BITS, query).limit(limit).ef(all).hits();
    assertThat(planned.stream().map(hit -> TableModel.key(hit.row())))
        .as("search for bits")
        .containsExactlyElementsOf(expected);
  }

  /** As wide as all vectors of all rows, for a walk may find those of few rows first. */
  private static void assertSameNearestTokens(
      Reader reader, TableModel model, float[][] query, int limit) {
    List<Row> rows = new ArrayList<>(model.rows());
    rows.removeIf(row -> tokens(row).isEmpty());
    Metric metric = metric(reader);
    rows.sort(Comparator.comparingDouble(row -> distance(tokens(row), query, metric)));
    List<Object> expected = rows.stream().limit(limit).map(TableModel::key).toList();
    int all = 1 + Columns.MAX_TOKENS * model.rows().size();
    for (Search search :
        List.of(
            reader.search(Columns.TOKENS, query).exact(),
            reader.search(Columns.TOKENS, query).ef(all))) {
      assertThat(search.limit(limit).hits().stream().map(hit -> TableModel.key(hit.row())))
          .as("search for several vectors: %s", search.explain())
          .containsExactlyElementsOf(expected);
    }
  }

  private static List<float[]> tokens(Row row) {
    List<float[]> tokens = new ArrayList<>();
    if (row.get(Columns.TOKENS) instanceof List<?> list) {
      list.forEach(token -> tokens.add((float[]) token));
    }
    return tokens;
  }

  private static double distance(List<float[]> tokens, float[][] query, Metric metric) {
    double sum = 0;
    for (float[] wanted : query) {
      sum += tokens.stream().mapToDouble(token -> distance(token, wanted, metric)).min().orElse(0);
    }
    return sum;
  }

  private static int differing(byte @Nullable [] one, byte[] other) {
    BitSet bits = BitSet.valueOf(one == null ? new byte[0] : one);
    bits.xor(BitSet.valueOf(other));
    return bits.cardinality();
  }

  /** Returns the rows with vectors, nearest first, earlier written first among equals. */
  private static List<Row> nearest(TableModel model, float[] query, Metric metric) {
    List<Row> rows = new ArrayList<>(model.rows());
    rows.removeIf(row -> row.vector(Columns.VECTOR) == null);
    rows.sort(Comparator.comparingDouble(row -> distance(row, query, metric)));
    return rows;
  }

  private static double distance(Row row, float[] query, Metric metric) {
    return distance(row.vector(Columns.VECTOR), query, metric);
  }

  private static double distance(float @Nullable [] vector, float[] query, Metric metric) {
    double sum = 0;
    for (int i = 0; vector != null && i < query.length; i++) {
      double difference = vector[i] - query[i];
      sum += metric == Metric.L2 ? difference * difference : -vector[i] * query[i];
    }
    return sum;
  }

  private static Metric metric(Reader reader) {
    Metric metric = reader.schema().field(Columns.VECTOR).metric();
    return metric == null ? Metric.L2 : metric;
  }

  private static int differing(List<Row> found, List<Row> expected) {
    for (int i = 0; i < expected.size(); i++) {
      if (!sameRow(found.get(i), expected.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether both have the same columns and values. */
  public static boolean sameRow(Row one, Row other) {
    if (!one.keySet().equals(other.keySet())) { // a row may be of a version with other columns
      return false;
    }
    for (Map.Entry<String, @Nullable Object> entry : other.entrySet()) {
      Object[] value = {comparable(one.get(entry.getKey()))};
      if (!Arrays.deepEquals(value, new Object[] {comparable(entry.getValue())})) {
        return false;
      }
    }
    return true;
  }

  /** Arrays in arrays are compared by what they hold, arrays in lists are not. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return value instanceof List<?> list ? list.toArray() : value;
  }

  private static String text(@Nullable Row row) {
    if (row == null) {
      return "no row";
    }
    return "%s %s %s %s"
        .formatted(
            row.get(Columns.KEY),
            row.get(Columns.NUMBER),
            row.get(Columns.TEXT),
            Arrays.toString(row.vector(Columns.VECTOR)));
  }
}
