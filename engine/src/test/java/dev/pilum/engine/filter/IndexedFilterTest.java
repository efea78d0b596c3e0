package dev.pilum.engine.filter;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.filter.AccessPath.Means;
import dev.pilum.engine.row.RandomRows;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.ScalarIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;

/** With zone maps and indexes filters find the rows that they find without. */
@AddLifecycleHook(FilterTries.class)
class IndexedFilterTest {
  @Property(tries = 60)
  void indexesAgreeWithRowByRowEvaluation(@ForAll long seed) throws IOException {
    List<Map<String, Object>> rows = clusteredRows(seed);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    Path folder = Files.createTempDirectory("pilum-indexed");
    try (IndexedRows indexed = new IndexedRows(batch, folder)) {
      for (int i = 0; i < 30; i++) {
        indexed.only(
            List.of(ScalarIndex.ORDERED, ScalarIndex.BITMAP, ScalarIndex.LABEL_LIST).get(i % 3));
        check(filters.filter(3), indexed, rows);
      }
    } finally {
      delete(folder);
    }
  }

  @Test
  void anIndexAnswersWhatItCanAndColumnsTheRest() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String text = "n" + i * 7_919 % 1_000;
      rows.add(Map.of("id", (long) (i * 7_919 % 1_000), "text", text, "tags", List.of(text)));
    }
    Path folder = Files.createTempDirectory("pilum-indexed");
    try (IndexedRows indexed = new IndexedRows(RowWriter.batch(EVERY_TYPE, rows), folder)) {
      indexed.only(ScalarIndex.ORDERED);
      assertThat(means(Filters.eq("id", 5), indexed)).containsExactly(index("id"));
      assertThat(means(Filters.between("id", 5, 9), indexed))
          .as("both ends at once")
          .containsExactly(index("id"));
      assertThat(means(Filters.like("text", "n77%"), indexed)).containsExactly(index("text"));
      assertThat(means(Filters.like("text", "%77"), indexed)).doesNotContain(index("text"));
      Filter both = Filters.eq("id", 5).and(Filters.lt("text", "n5"));
      assertThat(means(both, indexed)).hasSize(2).startsWith(index("id"));
      indexed.only(null);
      assertThat(means(Filters.has("tags", "n77"), indexed))
          .containsExactly(new Means.Index("tags", ScalarIndex.LABEL_LIST));
    } finally {
      delete(folder);
    }
  }

  private static Means index(String column) {
    return new Means.Index(column, ScalarIndex.ORDERED);
  }

  private static List<Means> means(Filter filter, IndexedRows indexed) {
    FilterEvaluator evaluator = FilterEvaluator.of(filter, EVERY_TYPE);
    List<Means> means = new ArrayList<>();
    collect(evaluator.path(indexed.batch(), indexed, IndexUse.CHEAPEST), means);
    return means;
  }

  private static void collect(AccessPath path, List<Means> means) {
    switch (path) {
      case AccessPath.Leaf leaf -> means.add(leaf.means());
      case AccessPath.All all -> all.parts().forEach(part -> collect(part, means));
      case AccessPath.Any any -> any.parts().forEach(part -> collect(part, means));
      case AccessPath.Not not -> collect(not.part(), means);
    }
  }

  private static void check(Filter filter, IndexedRows indexed, List<Map<String, Object>> rows) {
    FilterEvaluator evaluator = FilterEvaluator.of(filter, EVERY_TYPE);
    for (IndexUse use : IndexUse.values()) {
      Bits bits = evaluator.matches(indexed.batch(), indexed, use, () -> {});
      AccessPath path = evaluator.path(indexed.batch(), indexed, use);
      for (int row = 0; row < rows.size(); row++) {
        boolean expected = Boolean.TRUE.equals(FilterOracle.holds(filter, rows.get(row)));
        if (bits.get(row) != expected) {
          assertThat(bits.get(row))
              .as("%s on %s, %s, by %s", filter, rows.get(row), use, path)
              .isEqualTo(expected);
        }
      }
      assertThat((long) bits.cardinality())
          .as("rows of %s", path)
          .isBetween(path.rows().least(), path.rows().most());
    }
  }

  /** Returns blocks of rows that have few different values each, some of them none. */
  private static List<Map<String, Object>> clusteredRows(long seed) {
    Random random = new Random(seed);
    RandomRows values = new RandomRows(seed);
    List<Map<String, Object>> rows = new ArrayList<>();
    int count = 1 + random.nextInt(400);
    while (rows.size() < count) {
      List<Map<String, Object>> few = values.rows(EVERY_TYPE, 3);
      int run = 1 + random.nextInt(2 * IndexedRows.BLOCK);
      for (int i = 0; i < run && !few.isEmpty(); i++) {
        Map<String, Object> row = new HashMap<>(few.get(random.nextInt(few.size())));
        row.put("id", (long) rows.size());
        rows.add(row);
      }
    }
    return rows;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
