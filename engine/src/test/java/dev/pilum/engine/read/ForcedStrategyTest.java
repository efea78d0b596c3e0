package dev.pilum.engine.read;

import static dev.pilum.filter.Filters.all;
import static dev.pilum.filter.Filters.any;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Order;
import dev.pilum.Plan;
import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.TestDatabase;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches that are made to run otherwise than they would: the rows are the same. Walks are given a
 * breadth of all rows, with which they are exact.
 */
class ForcedStrategyTest {
  private static final long SEED = Long.getLong("seed", 0x5EED);
  private static final int QUERIES = Integer.getInteger("pilum.forced.queries", 120);
  private static final int SEGMENT = 1_300;
  private static final int ROWS = 2 * SEGMENT + 60;
  private static final int DIMENSION = 8;

  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("bucket", Types.int32())
          .field("near", Types.float32())
          .vector("v", DIMENSION, Metric.L2)
          .multivector("tokens", DIMENSION, Metric.COSINE)
          .build();

  @TempDir static Path folder;

  private static TestDatabase database;
  private static Table table;

  @BeforeAll
  static void fill() {
    database = new TestDatabase(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000));
    table = database.get().createTable("t", SCHEMA);
    for (int from = 0; from < ROWS; from += SEGMENT) {
      table.add(rows(from, Math.min(ROWS, from + SEGMENT)));
      if (from + SEGMENT < ROWS) {
        table.flush();
        table.awaitUpkeep();
      }
    }
    table.deleteWhere(all(ge("id", SEGMENT + 40), lt("id", SEGMENT + 90)));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aForcedStrategyFindsTheSameRowsAtTheSameDistances() {
    SplittableRandom random = new SplittableRandom(SEED);
    Set<String> operators = new HashSet<>();
    try (Snapshot snapshot = table.snapshot()) {
      for (int i = 0; i < QUERIES; i++) {
        Search search = random(snapshot.search("v", vector(random)), random).ef(ROWS);
        List<Hit> chosen = search.exact().hits();
        for (Forced forced : Forced.values()) {
          SearchQuery query = ((SearchQuery) search).forced(forced);
          Plan plan = query.explain();
          assertThat(query.hits())
              .as("query %d, %s, seed %d%n%s", i, forced, SEED, plan)
              .isEqualTo(chosen);
          plan.steps().forEach(step -> operators.add(forced + " " + step.operator()));
        }
      }
    }
    assertThat(operators)
        .contains("EXACT exact search", "WALK filtered graph walk", "WALK graph walk")
        .contains("LONG_WALK long filtered graph walk", "NOTHING exact search")
        .doesNotContain("EXACT graph walk", "EXACT filtered graph walk")
        .doesNotContain("WALK long filtered graph walk", "LONG_WALK filtered graph walk");
  }

  @Test
  void aForcedStrategyFindsTheSameRowsByManyVectors() {
    SplittableRandom random = new SplittableRandom(SEED);
    Set<String> operators = new HashSet<>();
    for (int i = 0; i < QUERIES / 4; i++) {
      float[][] queries = {vector(random), vector(random), vector(random)};
      Search search = random(table.search("tokens", queries), random).ef(2 * ROWS);
      List<Hit> chosen = search.exact().hits();
      for (Forced forced : EnumSet.of(Forced.NOTHING, Forced.EXACT, Forced.WALK)) {
        SearchQuery query = ((SearchQuery) search).forced(forced);
        Plan plan = query.explain();
        assertThat(query.hits())
            .as("query %d, %s, seed %d%n%s", i, forced, SEED, plan)
            .isEqualTo(chosen);
        plan.steps().forEach(step -> operators.add(forced + " " + step.operator()));
      }
    }
    assertThat(operators).contains("EXACT exact search", "WALK graph walk");
  }

  @Test
  void aPlanThatRanSaysWhatItSaidBefore() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < QUERIES / 4; i++) {
      Search search = random(table.search("v", vector(random)), random);
      Plan after = search.explainAnalyze();
      assertThat(after.actual().rows()).isEqualTo(search.hits().size());
      assertThat(after.inputs()).allMatch(step -> step.actual() != null);
      assertRanAsPlanned(search.explain(), after);
    }
    for (int i = 0; i < QUERIES; i++) {
      Scan scan = table.scan().where(filter(random)).offset(random.nextInt(300));
      scan = random.nextBoolean() ? scan : scan.limit(random.nextInt(500));
      scan = random.nextInt(3) > 0 ? scan : scan.sample(random.nextInt(200), i);
      scan = random.nextInt(3) > 0 ? scan : scan.orderBy(Order.descending("near"));
      Plan after = scan.explainAnalyze();
      assertThat(after.actual().rows()).isEqualTo(scan.rows().size());
      assertRanAsPlanned(scan.explain(), after);
      assertThat(scan.explainCount().rows().most()).isEqualTo(scan.count());
    }
  }

  private static void assertRanAsPlanned(Plan before, Plan after) {
    assertThat(after.steps()).hasSameSizeAs(before.steps());
    for (int step = 0; step < before.steps().size(); step++) {
      Plan planned = before.steps().get(step);
      Plan ran = after.steps().get(step);
      assertThat(ran.operator() + ran.on() + ran.details() + ran.rows())
          .isEqualTo(planned.operator() + planned.on() + planned.details() + planned.rows());
      assertThat(planned.actual()).isNull();
      if (ran.actual() != null) {
        assertThat(ran.actual().rows())
            .as("seed %d%n%s", SEED, after)
            .isLessThanOrEqualTo(planned.rows().most());
      }
    }
  }

  /** Returns the search with some filter, limit, offset and radius, or none of them. */
  private static Search random(Search search, SplittableRandom random) {
    Search changed = random.nextInt(5) == 0 ? search : search.where(filter(random));
    changed = changed.select("id").limit(1 + random.nextInt(30)).offset(random.nextInt(4));
    return random.nextInt(4) == 0 ? changed.within((float) (0.5 + random.nextInt(6))) : changed;
  }

  private static Filter filter(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> eq("bucket", random.nextInt(100));
      case 1 -> lt("bucket", random.nextInt(101));
      case 2 -> ge("near", random.nextFloat() * 4 - 2);
      case 3 -> any(isNull("bucket"), lt("id", random.nextInt(ROWS)));
      case 4 -> lt("near", -random.nextFloat() * 3);
      default -> all(ge("id", random.nextInt(ROWS)), lt("bucket", 50));
    };
  }

  private static List<Map<String, Object>> rows(int from, int to) {
    List<Map<String, Object>> rows = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      Map<String, Object> row = new HashMap<>();
      float[] vector = vector(random);
      row.put("id", (long) i);
      row.put("bucket", i % 17 == 0 ? null : random.nextInt(100));
      row.put("near", vector[0]);
      row.put("v", i % 50 == 1 && i > SEGMENT ? null : vector);
      row.put("tokens", i % 40 == 3 ? List.of() : List.of(vector, vector(random)));
      rows.add(row);
    }
    return rows;
  }

  private static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
