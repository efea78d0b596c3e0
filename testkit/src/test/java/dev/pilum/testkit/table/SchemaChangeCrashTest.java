package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Fill;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Columns change at random between random writes, flushes, merges, reopenings and restored
 * versions: the table and all its versions equal a model, and so they do after a power cut at any
 * write to the disk, with the columns from before a change or those after it.
 */
class SchemaChangeCrashTest {
  private static final long FIRST_SEED = 0x5C4E;
  private static final int SEEDS = Integer.getInteger("pilum.schema.seeds", 2);
  private static final int STEPS = 24;
  private static final int IDS = 24;

  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withMemtableBytes(1 << 11).withMaximumSegments(2);

  /**
   * A disk as a power cut leaves it.
   *
   * @param possible what may be there instead of the last of those that were acknowledged
   * @param schema of the last one
   * @param alters whether the possible one has other columns
   */
  private record Image(
      SimulatedFileStore disk,
      List<ColumnState> acknowledged,
      ColumnState possible,
      Schema schema,
      boolean alters) {}

  @Test
  void everyVersionIsWholeAfterAPowerCutAtAnyMoment() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    List<Life> lives = new ArrayList<>();
    seeds.each(
        getClass(),
        seed -> {
          Life life = new Life(seed);
          life.live();
          lives.add(life);
        });
    int images = lives.stream().mapToInt(life -> life.images.size()).sum();
    int changes = lives.stream().mapToInt(life -> life.changes).sum();
    int restored = lives.stream().mapToInt(life -> life.restored).sum();
    System.out.printf(
        "Changes of columns: %d, restored: %d, power cuts: %d, seeds from 0x%X on%n",
        changes, restored, images, seeds.first());
    if (!seeds.isNamed()) {
      assertThat(images).as("power cuts").isGreaterThan(15 * SEEDS);
      assertThat(changes).as("changes of columns").isGreaterThan(2 * SEEDS);
    }
  }

  /** One life of a table. */
  private static final class Life {
    private final long seed;
    private final SplittableRandom random;
    private final List<Image> images = new ArrayList<>();
    private final List<ColumnState> states = new ArrayList<>();
    private final boolean keepsVersions;
    private ColumnState possible = new ColumnState(-1, List.of(), new TreeMap<>());
    private Schema schema = ColumnState.SCHEMA;
    private boolean alters;
    private int fresh;
    private int changes;
    private int restored;

    Life(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.keepsVersions = random.nextBoolean();
    }

    void live() {
      SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
      disk.follow(operation -> {
        if (operation.kind().isWrite() && !states.isEmpty() && random.nextInt(16) == 0) {
          images.add(new Image(disk.fork(), List.copyOf(states), possible, schema, alters));
        }
        return Fault.NONE;
      });
      SimulatedEnv env = SimulatedEnv.inline(disk, random.nextLong());
      Database database = Database.open(env, OPTIONS);
      Table table = database.createTable("t", ColumnState.SCHEMA);
      if (keepsVersions) {
        table.setRetention(Retention.ALL);
      }
      states.add(ColumnState.CREATED);
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(12) == 0) {
          database.close();
          database = Database.open(env, OPTIONS);
          table = database.openTable("t");
        }
        step(table);
        check(table, "seed 0x%X, step %d".formatted(seed, step));
      }
      database.close();
      disk.follow(operation -> Fault.NONE);
      for (int i = 0; i < images.size(); i++) {
        recover(images.get(i), "seed 0x%X, image %d of %d".formatted(seed, i, images.size()));
      }
    }

    private void step(Table table) {
      switch (random.nextInt(12)) {
        case 10, 11 -> restore(table);
        case 0 -> table.flush();
        case 1 -> table.optimize();
        case 2 -> delete(table);
        case 3, 4, 5 -> alter(table);
        default -> {
          for (int i = random.nextInt(5); i >= 0; i--) {
            upsert(table);
          }
        }
      }
    }

    /** Makes the table what it was, with the columns that it had. */
    private void restore(Table table) {
      ColumnState then = states.get(random.nextInt(states.size()));
      try (Snapshot old = table.checkout(then.version())) {
        alters = !old.schema().equals(table.schema());
      }
      schema = table.schema();
      possible = new ColumnState(now().version() + 1, then.names(), then.copy());
      boolean otherColumns = alters;
      long version = table.restore(then.version()).version();
      if (version != now().version()) {
        acknowledged(version);
        restored += otherColumns ? 1 : 0;
      } else {
        assertThat(otherColumns).isFalse();
      }
      schema = table.schema();
    }

    private ColumnState now() {
      return states.getLast();
    }

    private void expect(SortedMap<Long, Map<String, Object>> rows) {
      alters = false;
      possible = now().with(now().version() + 1, rows);
    }

    private void acknowledged(long version) {
      assertThat(version).isEqualTo(possible.version());
      if (!keepsVersions) {
        states.clear();
      }
      states.add(possible);
    }

    private void upsert(Table table) {
      long id = random.nextInt(IDS);
      Map<String, Object> row = ColumnState.row(id, table.schema(), random);
      SortedMap<Long, Map<String, Object>> rows = now().copy();
      rows.put(id, row);
      expect(rows);
      acknowledged(table.upsert(row).version());
    }

    private void delete(Table table) {
      if (!now().rows().isEmpty()) {
        long id = new ArrayList<>(now().rows().keySet()).get(random.nextInt(now().rows().size()));
        SortedMap<Long, Map<String, Object>> rows = now().copy();
        rows.remove(id);
        expect(rows);
        acknowledged(table.delete(id).version());
      }
    }

    private void alter(Table table) {
      ColumnDraft draft = new ColumnDraft(table, new ArrayList<>(now().names()), now().copy());
      for (int i = random.nextInt(3); i >= 0; i--) {
        change(draft);
      }
      if (draft.changes()) {
        alters = true;
        possible = new ColumnState(now().version() + 1, List.copyOf(draft.names), draft.rows);
        acknowledged(draft.alteration.apply());
        schema = table.schema();
        changes++;
        if (table.schema().has("n1") && random.nextBoolean()) {
          table.createIndex("n1", ScalarIndex.ORDERED);
        }
      }
    }

    private void change(ColumnDraft draft) {
      String some = draft.names.get(random.nextInt(draft.names.size()));
      boolean isKey = some.equals(draft.key);
      switch (random.nextInt(7)) {
        case 0 -> draft.add("n" + fresh++ % 3, Types.int32(), Fill.nulls(), row -> null);
        case 1 -> draft.add("c" + fresh++ % 3, Types.float64(), Fill.value(3), row -> 3.0);
        case 2 -> {
          String key = draft.firstKey;
          draft.add("k" + fresh++ % 3, Types.int64(), Fill.sql(key + " + 1"), id -> id + 1);
        }
        case 3 ->
            draft.add(
                "s" + fresh++ % 3,
                new Field(0, "s", Types.utf8(), true, Map.of()).withText(TextAnalysis.DEFAULT),
                Fill.batches(
                    rows -> rows.stream().map(row -> "word" + row.get(draft.firstKey)).toList()),
                id -> "word" + id);
        case 4 -> {
          if (!isKey) {
            draft.drop(some);
          }
        }
        case 5 -> draft.rename(some, "r" + fresh++ % 5);
        default -> draft.widen(some);
      }
    }

    private void check(Table table, String label) {
      now().compare(table, label);
      for (ColumnState state : states) {
        try (Snapshot snapshot = table.checkout(state.version())) {
          state.compare(snapshot, label + ", version " + state.version());
        }
      }
    }
  }

  private static void recover(Image image, String label) {
    try (Database database = Database.open(SimulatedEnv.inline(image.disk(), 1), OPTIONS)) {
      Table table = database.openTable("t");
      ColumnState found = found(table, image, label);
      found.compare(table, label);
      boolean keepsVersions = image.acknowledged().size() > 1;
      for (ColumnState state : keepsVersions ? image.acknowledged() : List.<ColumnState>of()) {
        try (Snapshot snapshot = table.checkout(state.version())) {
          state.compare(snapshot, label + ", version " + state.version());
        }
      }
      table.upsert(Map.of(String.valueOf(table.schema().key()), 1000L));
      table.optimize();
      assertThat(table.count()).as(label).isEqualTo(found.rows().size() + 1);
      table.alter().add(Field.of("last", Types.int8())).apply();
      assertThat(table.verify().problems()).as(label).isEmpty();
    }
  }

  /**
   * Returns which of the two the table is. A change of columns that was cut short may leave a
   * version that changed nothing.
   */
  private static ColumnState found(Table table, Image image, String label) {
    ColumnState last = image.acknowledged().getLast();
    ColumnState possible = image.possible();
    boolean isNext = table.version() == possible.version() && possible.version() > last.version();
    if (isNext && image.alters() && table.schema().equals(image.schema())) {
      return last.with(possible.version(), last.rows());
    }
    assertThat(table.version()).as(label).isEqualTo(isNext ? possible.version() : last.version());
    return isNext ? possible : last;
  }
}
