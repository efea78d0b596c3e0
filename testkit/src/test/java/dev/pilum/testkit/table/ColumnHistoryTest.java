package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ChangeFeed;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Fill;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.Version;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Columns come, go, and change at random between writes, restored versions, changes of what is
 * kept, and upkeep of every kind: the newest version and every one that is kept equal a model, with
 * the columns that they had.
 */
class ColumnHistoryTest {
  private static final long FIRST_SEED = 0xC01;
  private static final int SEEDS = Math.max(4, Integer.getInteger("pilum.sim.seeds", 200) / 10);
  private static final int STEPS = 60;
  private static final int IDS = 16;

  @Test
  void everyVersionThatIsKeptHasItsRowsAndColumns() {
    Seeds.from(FIRST_SEED, SEEDS)
        .atOnce(
            getClass(),
            seed -> {
              new History(seed).live();
              return seed;
            });
  }

  /** One table, and what it held at each version. */
  private static final class History {
    private final long seed;
    private final SplittableRandom random;
    private final DatabaseOptions options;
    private final SimulatedEnv env;
    private final NavigableMap<Long, ColumnState> states = new TreeMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private Database database;
    private Table table;
    private Retention retention = Retention.NEWEST;

    /** Of versions that are kept for their age, the oldest; it never falls. */
    private long oldest;

    private boolean hasFeed;
    private int fresh;

    History(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.options =
          DatabaseOptions.DEFAULT
              .withMemtableBytes(1L << random.nextInt(10, 14))
              .withMaximumSegments(random.nextInt(2, 5))
              .withGraphMinimumRows(1 << random.nextInt(2, 6));
      this.env = SimulatedEnv.inline(new SimulatedFileStore(seed), seed);
      this.database = Database.open(env, options);
      this.table = database.createTable("t", ColumnState.SCHEMA);
    }

    void live() {
      states.put(0L, ColumnState.CREATED);
      for (int i = 0; i < STEPS; i++) {
        step();
        check("seed 0x%X, step %d".formatted(seed, i));
      }
      assertThat(table.verify().problems()).isEmpty();
      database.close();
    }

    private void step() {
      switch (random.nextInt(18)) {
        case 0, 1, 2, 3 -> upsert();
        case 4, 5, 6 -> delete();
        case 7, 8, 9 -> alter();
        case 10, 11 -> restore();
        case 12 -> keep();
        case 13 -> tag();
        case 14 -> index();
        case 15 -> feed();
        default -> upkeep();
      }
    }

    private void upkeep() {
      switch (random.nextInt(4)) {
        case 0 -> table.flush();
        case 1 -> {
          database.close();
          database = Database.open(env, options);
          table = database.openTable("t");
        }
        default -> table.optimize();
      }
    }

    private ColumnState now() {
      return states.lastEntry().getValue();
    }

    private void became(ColumnState next, long version) {
      assertThat(version).isEqualTo(next.version());
      states.put(version, next);
    }

    private void upsert() {
      List<Map<String, Object>> written = new ArrayList<>();
      SortedMap<Long, Map<String, Object>> rows = now().copy();
      Schema schema = table.schema();
      for (int i = random.nextInt(5); i >= 0; i--) {
        long id = random.nextInt(IDS);
        Map<String, Object> row = ColumnState.row(id, schema, random);
        rows.put(id, row);
        written.add(row);
      }
      became(now().with(now().version() + 1, rows), table.upsert(written).version());
    }

    private void delete() {
      SortedMap<Long, Map<String, Object>> rows = now().copy();
      List<Long> gone = rows.keySet().stream().filter(id -> random.nextInt(3) == 0).toList();
      if (!gone.isEmpty()) {
        rows.keySet().removeAll(gone);
        became(now().with(now().version() + 1, rows), table.deleteAll(gone).version());
      }
    }

    private void alter() {
      ColumnDraft draft = new ColumnDraft(table, new ArrayList<>(now().names()), now().copy());
      for (int i = random.nextInt(3); i >= 0; i--) {
        change(draft);
      }
      if (draft.changes()) {
        became(
            new ColumnState(now().version() + 1, List.copyOf(draft.names), draft.rows),
            draft.alteration.apply());
      }
    }

    private void change(ColumnDraft draft) {
      String some = draft.names.get(random.nextInt(draft.names.size()));
      String key = draft.firstKey;
      switch (random.nextInt(10)) {
        case 0 -> draft.add("n" + fresh++ % 3, Types.int32(), Fill.nulls(), row -> null);
        case 1 -> draft.add("c" + fresh++ % 3, must(Types.int32()), Fill.value(3), row -> 3);
        case 2 ->
            draft.add("k" + fresh++ % 3, must(Types.int64()), Fill.sql(key + " + 1"), id -> id + 1);
        case 3 -> {
          Field text = must(Types.utf8());
          draft.add(
              "s" + fresh++ % 3,
              random.nextBoolean() ? text : text.withText(TextAnalysis.DEFAULT),
              Fill.batches(rows -> rows.stream().map(row -> "word" + row.get(key)).toList()),
              id -> "word" + id);
        }
        case 4 ->
            draft.add(
                "v" + fresh++ % 3,
                must(Types.vector(2)).withMetric(Metric.L2),
                Fill.value(new float[] {1, 2}),
                id -> new float[] {1, 2});
        case 5, 6 -> {
          if (!some.equals(draft.key)) {
            draft.drop(some);
          }
        }
        case 7 -> draft.rename(some, "r" + fresh++ % 5);
        case 8 -> {
          if (!some.equals(draft.key)) {
            draft.allowNulls(some);
          }
        }
        default -> draft.widen(some);
      }
    }

    private static Field must(DataType type) {
      return Field.of("x", type).withNullable(false);
    }

    /** A version that is only there still may be given up by the flush that restoring it begins. */
    private void restore() {
      ColumnState then = drawn();
      long version;
      try {
        version = table.restore(then.version()).version();
      } catch (InvalidRequest e) {
        assertThat(isPromised(then)).as(e.getMessage()).isFalse();
        return;
      }
      if (version != now().version()) {
        became(new ColumnState(now().version() + 1, then.names(), then.copy()), version);
      } else {
        assertThat(then.names()).isEqualTo(now().names());
      }
    }

    private void keep() {
      forget();
      boolean notedDeaths = retention.keepsMoreThanNewest() || !tags.isEmpty() || hasFeed;
      retention =
          switch (random.nextInt(4)) {
            case 0 -> Retention.NEWEST;
            case 1 -> Retention.ALL;
            default -> Retention.ofVersions(2 + random.nextInt(20));
          };
      table.setRetention(retention);
      if (!notedDeaths) {
        oldest = now().version();
      }
      forget();
    }

    private void tag() {
      ColumnState state = drawn();
      if (tags.size() == 3) {
        String name = tags.keySet().iterator().next();
        table.deleteTag(name);
        tags.remove(name);
      } else if (state.version() > 0) {
        String name = "tag" + fresh++;
        table.tag(name, state.version());
        tags.put(name, state.version());
      }
    }

    /** A feed holds on to rows of versions that nothing else keeps. */
    private void feed() {
      if (hasFeed) {
        table.dropFeed("f");
      } else {
        table.createFeed("f").close();
      }
      hasFeed = !hasFeed;
    }

    private void index() {
      List<Field> fields = table.schema().fields();
      Field field = fields.get(random.nextInt(fields.size()));
      ScalarIndex kind = random.nextBoolean() ? ScalarIndex.ORDERED : ScalarIndex.BITMAP;
      if (kind.fits(field.type())) {
        if (random.nextInt(3) == 0) {
          table.dropIndex(field.name(), kind);
        } else {
          table.createIndex(field.name(), kind);
        }
      }
    }

    /** Returns one of the versions that can be read. */
    private ColumnState drawn() {
      List<Version> versions = table.versions();
      return versions.isEmpty()
          ? now()
          : states.get(versions.get(random.nextInt(versions.size())).number());
    }

    /** What has been given up does not come back when more is wanted. */
    private void forget() {
      oldest = Math.max(oldest, now().version() - retention.versions() + 1L);
    }

    private boolean isPromised(ColumnState state) {
      forget();
      return state.version() >= oldest || tags.containsValue(state.version());
    }

    private void check(String label) {
      now().compare(table, label);
      if (hasFeed) {
        try (ChangeFeed feed = table.feed("f")) {
          assertThat(feed.poll(1_000).changes()).as(label).isNotNull();
        }
      }
      for (ColumnState state : states.values()) {
        try (Snapshot snapshot = table.checkout(state.version())) {
          state.compare(snapshot, label + ", version " + state.version());
        } catch (InvalidRequest e) {
          assertThat(isPromised(state))
              .as("%s, version %d: %s", label, state.version(), e.getMessage())
              .isFalse();
        }
      }
    }
  }
}
