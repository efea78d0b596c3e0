package dev.pilum.engine.filter;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.RecordBatch;
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

/** With zone maps and indexes filters find the rows that they find without. */
class IndexedFilterTest {
  @Property(tries = 300)
  void indexesAgreeWithRowByRowEvaluation(@ForAll long seed) throws IOException {
    List<Map<String, Object>> rows = clusteredRows(seed);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    RandomFilters filters = new RandomFilters(seed, EVERY_TYPE, rows);
    Path folder = Files.createTempDirectory("pilum-indexed");
    try (IndexedRows indexed = new IndexedRows(batch, folder)) {
      for (int i = 0; i < 20; i++) {
        check(filters.filter(3), indexed, rows);
      }
    } finally {
      delete(folder);
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
