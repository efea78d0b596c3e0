package dev.pilum.testkit.damage;

import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.hasAny;

import dev.pilum.Hit;
import dev.pilum.HybridHit;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TextHit;
import dev.pilum.filter.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link SampleTable} is asked, so that every file of it is read. */
final class Questions {
  private static final List<Function<Table, Object>> ALL =
      List.of(
          table -> table.version() + " " + table.count(),
          Questions::gets,
          table -> texts(table.scan().rows()),
          table -> texts(table.scan().where(eq(SampleTable.NUMBER, 3)).rows()),
          table -> texts(table.scan().where(between(SampleTable.NUMBER, 2, 6)).rows()),
          table -> counts(table),
          table -> texts(table.scan().where("name LIKE 'name 3%' AND id > 5").rows()),
          table -> hits(table.search(SampleTable.VECTOR, new float[] {1, -2, 3, 0}).hits()),
          table ->
              hits(table.search(SampleTable.VECTOR, new float[] {1, -2, 3, 0}).limit(50).hits()),
          table -> hits(table.search(SampleTable.VECTOR, new float[4]).exact().hits()),
          table ->
              hits(
                  table
                      .search(SampleTable.VECTOR, new float[4])
                      .where(between(SampleTable.NUMBER, 1, 8))
                      .hits()),
          table -> hits(table.search(SampleTable.BITS, new byte[] {3, 5}).hits()),
          table -> hits(table.search(SampleTable.PASSAGES, new float[][] {{1, 2}, {-3, 1}}).hits()),
          table -> textHits(table.searchText(SampleTable.BODY, "graph tree").hits()),
          table -> textHits(table.searchText(SampleTable.BODY, "word17").hits()),
          table ->
              hybridHits(
                  table
                      .search(SampleTable.VECTOR, new float[] {2, 2, 2, 2})
                      .text(SampleTable.BODY, "walk row")
                      .hits()));

  private Questions() {}

  /** Returns how many questions there are. */
  static int count() {
    return ALL.size();
  }

  /** Asks one of them; equal answers are equal. */
  static Object ask(int question, Table table) {
    return ALL.get(question).apply(table);
  }

  /** Returns all answers. */
  static List<Object> askAll(Table table) {
    return ALL.stream().map(question -> question.apply(table)).toList();
  }

  private static List<String> gets(Table table) {
    List<String> rows = new ArrayList<>();
    for (long id = -1; id <= SampleTable.ROWS; id++) {
      rows.add(id + " " + text(table.get(id)));
    }
    return rows;
  }

  private static List<Long> counts(Table table) {
    List<Filter> filters =
        List.of(
            eq(SampleTable.NUMBER, 4).or(eq(SampleTable.ID, 11L)),
            hasAny(SampleTable.TAGS, "n1", "n5"),
            eq(SampleTable.NUMBER, 5).negate(),
            eq(SampleTable.NAME, "name 7"));
    return filters.stream().map(table::count).toList();
  }

  private static List<String> hits(List<Hit> hits) {
    return hits.stream().map(hit -> hit.distance() + " " + text(hit.row())).toList();
  }

  private static List<String> textHits(List<TextHit> hits) {
    return hits.stream().map(hit -> hit.score() + " " + text(hit.row())).toList();
  }

  private static List<String> hybridHits(List<HybridHit> hits) {
    return hits.stream().map(hit -> hit.score() + " " + text(hit.row())).toList();
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Questions::text).toList();
  }

  private static String text(@Nullable Row row) {
    if (row == null) {
      return "absent";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, @Nullable Object> entry : row.entrySet()) {
      text.append(entry.getKey()).append('=').append(text(entry.getValue())).append(' ');
    }
    return text.toString();
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case float[] vector -> Arrays.toString(vector);
      case byte[] bytes -> Arrays.toString(bytes);
      case Object[] array -> Arrays.stream(array).map(Questions::text).toList().toString();
      case List<?> list -> list.stream().map(Questions::text).toList().toString();
      case null, default -> String.valueOf(value);
    };
  }
}
