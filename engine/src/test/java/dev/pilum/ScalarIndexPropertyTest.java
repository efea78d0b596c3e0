package dev.pilum;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.filter.FilterOracle;
import dev.pilum.engine.filter.RandomFilters;
import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Field;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is written, and whatever indexes come and go meanwhile: filters select the rows for
 * which a naive evaluation of the filter, row by row, is true.
 */
class ScalarIndexPropertyTest {
  private static final int STEPS = 40;

  @Property(tries = 25)
  void everyFilteredResultEqualsTheScans(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("pilum-scalar");
    try (TestDatabase database = new TestDatabase(folder)) {
      database.get().createTable("t", EVERY_TYPE);
      new History(database, seed).live();
    } finally {
      delete(folder);
    }
  }

  /** One life of a table, beside which a map holds what the table should. */
  private static final class History {
    private final TestDatabase database;
    private final long seed;
    private final Random random;
    private final RandomRows values;
    private final Map<Long, Map<String, Object>> model = new TreeMap<>();

    History(TestDatabase database, long seed) {
      this.database = database;
      this.seed = seed;
      this.random = new Random(seed);
      this.values = new RandomRows(seed);
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        change();
        check(database.table("t"), step);
      }
      database.table("t").awaitUpkeep();
      check(database.table("t"), STEPS);
      assertThat(database.table("t").verify().problems()).isEmpty();
    }

    private void change() {
      Table table = database.table("t");
      switch (random.nextInt(12)) {
        case 0 -> table.flush();
        case 1 -> table.optimize();
        case 2 -> database.reopen();
        case 3 -> table.awaitUpkeep();
        case 4, 5, 6 -> index(table);
        case 7 -> {
          long key = random.nextInt(60);
          table.delete(key);
          model.remove(key);
        }
        case 8 -> deleteWhere(table);
        default -> upsert(table);
      }
    }

    private void index(Table table) {
      List<Field> fields = table.schema().fields();
      Field field = fields.get(random.nextInt(fields.size()));
      for (ScalarIndex kind : ScalarIndex.values()) {
        if (kind.fits(field.type())) {
          if (random.nextInt(4) == 0) {
            table.dropIndex(field.name(), kind);
          } else {
            table.createIndex(field.name(), kind);
          }
        }
      }
    }

    private void upsert(Table table) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Map<String, Object> drawn : values.rows(EVERY_TYPE, 30)) {
        Map<String, Object> row = new HashMap<>(drawn);
        row.put("id", (long) random.nextInt(60));
        rows.add(row);
        model.put((Long) row.get("id"), row);
      }
      table.upsert(rows);
    }

    private void deleteWhere(Table table) {
      Filter filter = filters().filter(1);
      table.deleteWhere(filter);
      model.values().removeIf(row -> holds(filter, row));
    }

    private void check(Table table, int step) {
      RandomFilters filters = filters();
      for (int i = 0; i < 5; i++) {
        Filter filter = filters.filter(2);
        List<Long> expected = new ArrayList<>();
        model.forEach((key, row) -> {
          if (holds(filter, row)) {
            expected.add(key);
          }
        });
        List<Long> found = new ArrayList<>();
        table
            .scan()
            .where(filter)
            .select("id")
            .rows()
            .forEach(row -> found.add((Long) row.get("id")));
        assertThat(found)
            .as("seed %d, step %d, %s, %s", seed, step, filter, table.indexes())
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(table.count(filter)).isEqualTo(expected.size());
      }
    }

    private RandomFilters filters() {
      return new RandomFilters(random.nextLong(), EVERY_TYPE, List.copyOf(model.values()));
    }

    private static boolean holds(Filter filter, Map<String, Object> row) {
      return Boolean.TRUE.equals(FilterOracle.holds(filter, row));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
