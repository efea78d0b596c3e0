package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ColumnIndex;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * After a power cut at any moment of a table's life it has the indexes that were acknowledged, and
 * filters count what a scan counts.
 */
class ScalarIndexCrashTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("number", Types.int32())
          .field("tags", Types.list(Types.utf8()))
          .build();

  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withMemtableBytes(1 << 11).withMaximumSegments(2);

  private static final List<Index> INDEXES =
      List.of(
          new Index("id", ScalarIndex.ORDERED),
          new Index("number", ScalarIndex.ORDERED),
          new Index("number", ScalarIndex.BITMAP),
          new Index("tags", ScalarIndex.LABEL_LIST));

  /** An index that a table should have. */
  private record Index(String column, ScalarIndex kind) {}

  /** A disk as a power cut leaves it, and what it must hold, or may hold instead. */
  private record Image(SimulatedFileStore disk, Set<Index> acknowledged, Set<Index> possible) {}

  @Test
  void indexesAreThereAndRightAfterAPowerCutAtAnyMoment() {
    long first = Long.getLong("seed", 0x1DE);
    int images = 0;
    for (long seed = first; seed < first + 4; seed++) {
      images += new Life(seed).live();
    }
    assertThat(images).as("power cuts").isGreaterThan(300);
  }

  /** One life of a table. */
  private static final class Life {
    private final long seed;
    private final SplittableRandom random;
    private final List<Image> images = new ArrayList<>();
    private Set<Index> acknowledged = Set.of();
    private Set<Index> possible = Set.of();

    Life(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    int live() {
      SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
      disk.follow(operation -> {
        if (operation.kind().isWrite()) {
          images.add(new Image(disk.fork(), acknowledged, possible));
        }
        return Fault.NONE;
      });
      SimulatedEnv env = SimulatedEnv.inline(disk, random.nextLong());
      try (Database database = Database.open(env, OPTIONS)) {
        Table table = database.createTable("t", SCHEMA);
        for (int step = 0; step < 30; step++) {
          change(table);
        }
      }
      for (int i = 0; i < images.size(); i++) {
        check(images.get(i), "seed %d, write %d of %d".formatted(seed, i, images.size()));
      }
      return images.size();
    }

    private void change(Table table) {
      switch (random.nextInt(10)) {
        case 0 -> table.flush();
        case 1 -> table.optimize();
        case 2 -> table.delete((long) random.nextInt(40));
        case 3, 4, 5 -> index(table, INDEXES.get(random.nextInt(INDEXES.size())));
        default -> {
          for (int i = random.nextInt(8); i >= 0; i--) {
            int number = random.nextInt(6);
            long id = random.nextInt(40);
            table.upsert(Map.of("id", id, "number", number, "tags", List.of("n" + number)));
          }
        }
      }
    }

    private void index(Table table, Index index) {
      Set<Index> changed = new HashSet<>(acknowledged);
      boolean drop = random.nextInt(4) == 0;
      if (drop) {
        changed.remove(index);
      } else {
        changed.add(index);
      }
      possible = changed;
      if (drop) {
        table.dropIndex(index.column(), index.kind());
      } else {
        table.createIndex(index.column(), index.kind());
      }
      acknowledged = changed;
    }
  }

  private static void check(Image image, String label) {
    try (Database database = Database.open(SimulatedEnv.inline(image.disk(), 1), OPTIONS)) {
      if (database.hasTable("t")) {
        Table table = database.openTable("t");
        assertThat(List.of(image.acknowledged(), image.possible()))
            .as(label)
            .contains(indexes(table));
        checkCounts(table, label);
        table.awaitUpkeep();
        assertThat(table.indexes())
            .as("%s: upkeep makes what is missing", label)
            .allMatch(index -> index.indexed() == index.segments());
        checkCounts(table, label);
        assertThat(table.verify().problems()).as(label).isEmpty();
      }
    }
  }

  private static Set<Index> indexes(Table table) {
    Set<Index> indexes = new HashSet<>();
    for (ColumnIndex index : table.indexes()) {
      indexes.add(new Index(index.column(), index.kind()));
    }
    return indexes;
  }

  private static void checkCounts(Table table, String label) {
    List<Row> rows = table.scan().rows();
    for (int number = 0; number < 6; number++) {
      Integer wanted = number;
      long expected = rows.stream().filter(row -> wanted.equals(row.get("number"))).count();
      assertThat(table.count(Filters.eq("number", number))).as(label).isEqualTo(expected);
      assertThat(table.count(Filters.has("tags", "n" + number))).as(label).isEqualTo(expected);
      assertThat(table.count(Filters.eq("number", number).negate()))
          .as(label)
          .isEqualTo(rows.size() - expected);
    }
    long low = rows.stream().filter(row -> row.get("id") instanceof Long id && id < 9).count();
    assertThat(table.count(Filters.lt("id", 9))).as(label).isEqualTo(low);
  }
}
