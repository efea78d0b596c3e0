package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random merges into random tables, with and without a key, against plain lists of rows. */
class MergePropertyTest {
  private static final long SEED = Long.getLong("seed", 0x3E46E);
  private static final int TABLES = Integer.getInteger("pilum.merge.tables", 12);
  private static final int MERGES = 40;
  private static final List<String> COLUMNS = List.of("id", "a", "b", "t");

  @TempDir Path folder;

  @Test
  void everyMergeDoesWhatAPlainListDoes() {
    try (Database database = Database.open(folder)) {
      for (long seed = SEED; seed < SEED + TABLES; seed++) {
        try {
          new Trial(seed, database).run();
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("replay: -Dtest=MergePropertyTest -Dseed=" + seed, e);
        }
      }
    }
  }

  /** What is to be done. */
  private record Wish(
      List<Row> source,
      List<String> on,
      boolean updates,
      boolean onlyGreater,
      boolean deletes,
      boolean inserts,
      @Nullable Integer unmatchedBelow) {}

  /** One table and the list that stands for it. */
  private static final class Trial {
    private final SplittableRandom random;
    private final boolean keyed;
    private final Table table;
    private List<Row> rows = new ArrayList<>();
    private MergeResult expected = new MergeResult(0, 0, 0, 0, 0, 0);

    Trial(long seed, Database database) {
      random = new SplittableRandom(seed);
      keyed = random.nextBoolean();
      table = database.createTable("t" + seed, schema());
    }

    private Schema schema() {
      var builder = Schema.builder();
      (keyed ? builder.key("id", Types.int64()) : builder.field("id", Types.int64()))
          .field("a", Types.int32())
          .field("b", Types.float64())
          .field("t", Types.utf8());
      return builder.build();
    }

    void run() {
      for (int i = 0; i < MERGES; i++) {
        Wish wish = wish();
        List<Row> after = after(wish);
        boolean refused = keyed && !keysDiffer(after);
        if (refused) {
          assertThat(runRefused(wish)).as("%s is refused", wish).isTrue();
        } else {
          MergeResult result = merge(wish);
          rows = after;
          assertThat(result).as("%s", wish).isEqualTo(expected);
        }
        if (random.nextInt(6) == 0) {
          table.flush();
        }
        assertThat(table.scan().rows()).as("%s", wish).isEqualTo(rows);
      }
    }

    private static boolean keysDiffer(List<Row> rows) {
      Set<Object> keys = new HashSet<>();
      return rows.stream().allMatch(row -> keys.add(Objects.requireNonNull(row.get("id"))));
    }

    private boolean runRefused(Wish wish) {
      try {
        merge(wish);
        return false;
      } catch (InvalidRequest e) {
        return true;
      }
    }

    private MergeResult merge(Wish wish) {
      Merge merge = table.merge(wish.source()).on(wish.on().toArray(String[]::new));
      if (wish.deletes()) {
        merge.whenMatchedDelete("source.a IS NULL");
      }
      if (wish.updates() && wish.onlyGreater()) {
        merge.whenMatchedUpdateAll("source.a > target.a");
      } else if (wish.updates()) {
        merge.whenMatchedUpdateAll();
      }
      if (wish.inserts()) {
        merge.whenNotMatchedInsertAll();
      }
      if (wish.unmatchedBelow() != null) {
        merge.whenNotMatchedBySourceDelete("a < ?", wish.unmatchedBelow());
      }
      return merge.run();
    }

    private Wish wish() {
      List<String> present = new ArrayList<>(COLUMNS);
      if (random.nextInt(3) == 0) {
        present.remove(1 + random.nextInt(3));
      }
      boolean withoutKey = random.nextInt(4) == 0;
      if (withoutKey) {
        present.remove("id");
      }
      List<Row> source = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        present.forEach(column -> values.put(column, value(column)));
        source.add(Row.copyOf(values));
      }
      return new Wish(
          source,
          on(present),
          random.nextInt(4) > 0,
          present.contains("a") && random.nextBoolean(),
          present.contains("a") && random.nextInt(3) == 0,
          !(keyed && withoutKey) && random.nextInt(4) > 0,
          random.nextInt(5) == 0 ? random.nextInt(4) : null);
    }

    private List<String> on(List<String> present) {
      if (present.contains("id") && random.nextBoolean()) {
        return List.of("id");
      }
      String first = present.get(random.nextInt(present.size()));
      String second = present.get(random.nextInt(present.size()));
      return first.equals(second) ? List.of(first) : List.of(first, second);
    }

    private @Nullable Object value(String column) {
      if (!column.equals("id") && random.nextInt(6) == 0) {
        return null;
      }
      return switch (column) {
        case "id" -> (long) random.nextInt(40);
        case "a" -> random.nextInt(6);
        case "b" -> random.nextInt(4) / 2.0;
        default -> "t" + random.nextInt(5);
      };
    }

    private List<Row> after(Wish wish) {
      List<Row> source = distinct(wish);
      Set<Row> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      List<Row> written = new ArrayList<>();
      Set<Row> matching = Collections.newSetFromMap(new IdentityHashMap<>());
      int inserted = 0;
      int deleted = 0;
      int unchanged = 0;
      for (Row row : source) {
        List<Row> targets = rows.stream().filter(target -> matches(wish, row, target)).toList();
        matching.addAll(targets);
        boolean changes = targets.isEmpty() && wish.inserts();
        if (changes) {
          written.add(full(row, null));
          inserted++;
        }
        for (Row target : targets) {
          if (wish.deletes() && row.get("a") == null) {
            gone.add(target);
            deleted++;
            changes = true;
          } else if (wish.updates() && (!wish.onlyGreater() || greater(row, target))) {
            gone.add(target);
            written.add(full(row, target));
            changes = true;
          }
        }
        unchanged += changes ? 0 : 1;
      }
      for (Row row : rows) {
        Integer below = wish.unmatchedBelow();
        if (below != null
            && !matching.contains(row)
            && row.get("a") instanceof Integer a
            && a < below) {
          gone.add(row);
          deleted++;
        }
      }
      List<Row> after = new ArrayList<>(rows.stream().filter(row -> !gone.contains(row)).toList());
      after.addAll(written);
      long version = table.version() + (gone.isEmpty() && written.isEmpty() ? 0 : 1);
      expected =
          new MergeResult(
              version,
              inserted,
              written.size() - inserted,
              deleted,
              wish.source().size() - source.size(),
              unchanged);
      return after;
    }

    /** Returns the last of the rows that match alike; those with a null match nothing. */
    private static List<Row> distinct(Wish wish) {
      Map<List<@Nullable Object>, Integer> last = new HashMap<>();
      Set<Integer> passedOver = new HashSet<>();
      for (int i = 0; i < wish.source().size(); i++) {
        List<@Nullable Object> by = new ArrayList<>();
        for (String column : wish.on()) {
          by.add(wish.source().get(i).get(column));
        }
        Integer before = by.contains(null) ? null : last.put(by, i);
        if (before != null) {
          passedOver.add(before);
        }
      }
      List<Row> distinct = new ArrayList<>();
      for (int i = 0; i < wish.source().size(); i++) {
        if (!passedOver.contains(i)) {
          distinct.add(wish.source().get(i));
        }
      }
      return distinct;
    }

    private static boolean matches(Wish wish, Row source, Row target) {
      return wish.on().stream()
          .allMatch(c -> source.get(c) != null && Objects.equals(source.get(c), target.get(c)));
    }

    private static boolean greater(Row source, Row target) {
      return source.get("a") instanceof Integer ours
          && target.get("a") instanceof Integer theirs
          && ours > theirs;
    }

    private static Row full(Row source, @Nullable Row target) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (String column : COLUMNS) {
        Object old = target == null ? null : target.get(column);
        values.put(column, source.containsKey(column) ? source.get(column) : old);
      }
      return Row.copyOf(values);
    }
  }
}
