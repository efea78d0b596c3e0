package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.Row;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.testkit.rows.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random operations on the backend and on a plain model, compared after each. */
interface HistoryContract extends BackendUnderTest {
  /** How many operations a history has. */
  int STEPS = Integer.getInteger("pilum.contract.steps", 60);

  @Test
  @Proves({"U9", "U17", "U4", "U12", "U18"})
  default void randomHistoriesEndAsInAPlainModel() {
    long seed = Long.getLong("seed", 0x415705);
    SplittableRandom random = new SplittableRandom(seed);
    VectorCollection tested = docs();
    VectorCollection model = new PlainCollection("docs", SCHEMA);
    for (int step = 0; step < STEPS; step++) {
      String message = "-Dseed=0x%X, step %d".formatted(seed, step);
      int operation = random.nextInt(12);
      long chance = random.nextLong();
      assertThat(change(tested, operation, new SplittableRandom(chance)))
          .as(message)
          .isEqualTo(change(model, operation, new SplittableRandom(chance)));
      compare(tested, model, random.split(), message);
    }
  }

  /** Makes a change that the seed chooses; returns what came of it. */
  private static long change(VectorCollection docs, int operation, SplittableRandom random) {
    String id = "%04d".formatted(random.nextInt(40));
    switch (operation) {
      case 0, 1, 2, 3, 4 -> docs.upsert(RandomFilters.rows(random, 1 + random.nextInt(5)));
      case 5 -> docs.upsert(changed(random));
      case 6 -> docs.store(id, BackendUnderTest.vector(random));
      case 7 -> {
        return docs.delete(id) ? 1 : 0;
      }
      case 8 -> {
        return docs.deleteWhere(RandomFilters.filter(random, 1).and(Filters.eq("id", id)));
      }
      case 9 -> {
        return docs.update(Filters.eq("lang", "en"), Map.of("year", random.nextInt(3)));
      }
      case 10 -> docs.optimize();
      default -> {
        return docs.getAll(List.of(id, "none")).size();
      }
    }
    return docs.count();
  }

  private static List<Row> changed(SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(BackendUnderTest.row(random.nextInt(60)));
    }
    return rows;
  }

  private static void compare(
      VectorCollection tested, VectorCollection model, SplittableRandom random, String message) {
    assertThat(tested.count()).as(message).isEqualTo(model.count());
    Filter filter = RandomFilters.filter(random, 1);
    assertThat(tested.count(filter)).as(message).isEqualTo(model.count(filter));
    assertThat(shown(tested)).as(message).isEqualTo(shown(model));
    Query query = Query.nearest("embedding", BackendUnderTest.vector(random)).limit(10);
    List<ScoredRow> found = tested.search(query);
    List<ScoredRow> expected = model.search(query);
    assertThat(found).as(message).hasSize(expected.size());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).score())
          .as("%s, hit %d", message, i)
          .isCloseTo(expected.get(i).score(), within(1e-4f));
    }
  }

  /** Returns all rows with all values, by their ids. */
  private static SortedMap<String, String> shown(VectorCollection docs) {
    SortedMap<String, String> shown = new TreeMap<>();
    for (ScoredRow found : docs.search(Query.all().limit(Integer.MAX_VALUE))) {
      shown.put((String) found.id(), Shown.of(found.row()));
    }
    return shown;
  }
}
