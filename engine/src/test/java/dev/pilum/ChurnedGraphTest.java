package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After half of the rows were deleted and half upserted, in random order, a search finds as much as
 * in a table that was made of what is left. With few candidates, so that there is something to
 * miss.
 */
class ChurnedGraphTest {
  private static final int ROWS = 10_000;
  private static final int DIMENSION = 16;
  private static final int QUERIES = 200;
  private static final int EF = 10;
  private static final long SEED = Long.getLong("seed", 0x5EED);
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000);

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Map<Integer, float[]> model = new TreeMap<>();
  private TestDatabase test;

  @BeforeEach
  void open() {
    test = new TestDatabase(folder, GRAPHS);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void recallIsThatOfAFreshTableBeforeAndAfterCompaction() {
    Table churned = create("churned");
    put(churned, ids(ROWS));
    churned.flush();
    churned.awaitUpkeep();
    churn(churned);
    Table fresh = create("fresh");
    fresh.add(rows(List.copyOf(model.keySet())));
    fresh.optimize();

    double least = recall(fresh) - 0.01;
    String plan = churned.search("v", query(0)).ef(EF).explain().toString();
    assertThat(plan)
        .containsPattern(
            "graph walk on segment \\d+: .*\n[^\n]*live rows: .* => 2,\\d\\d\\d of 10,000 rows");
    assertThat(recall(churned)).as("seed %d, %s", SEED, plan).isGreaterThanOrEqualTo(least);
    churned.flush();
    churned.awaitUpkeep();
    assertThat(recall(churned)).as("flushed, seed %d", SEED).isGreaterThanOrEqualTo(least);
    churned.optimize();
    assertThat(churned.stats().segments()).hasSize(1);
    assertThat(recall(churned)).as("compacted, seed %d", SEED).isGreaterThanOrEqualTo(least);
    assertThat(churned.search("v", query(0)).limit(ROWS).hits()).hasSize(model.size());
  }

  @Test
  void aDeletedRowIsFoundNoMoreAndAFilterIsStillFilled() {
    Table table = create("t");
    put(table, ids(ROWS));
    table.optimize();
    churn(table);
    for (int i = 0; i < 50; i++) {
      int below = 1 + random.nextInt(ROWS);
      List<Hit> hits = table.search("v", query(i)).where(lt("id", below)).ef(EF).hits();
      long matching = model.keySet().stream().filter(id -> id < below).count();
      assertThat(hits).as("below %d, seed %d", below, SEED).hasSize((int) Math.min(10, matching));
      assertThat(hits)
          .allMatch(hit -> model.containsKey((int) (long) (Long) hit.row().get("id")))
          .allMatch(hit -> (Long) hit.row().get("id") < below);
    }
  }

  private Table create(String name) {
    Schema schema =
        Schema.builder().key("id", Types.int64()).vector("v", DIMENSION, Metric.L2).build();
    return test.get().createTable(name, schema);
  }

  /** Deletes a random half and upserts another, batch by batch in turn. */
  private void churn(Table table) {
    List<Integer> toDelete = ids(ROWS);
    List<Integer> toUpsert = ids(ROWS);
    Collections.shuffle(toDelete, random);
    Collections.shuffle(toUpsert, random);
    for (int from = 0; from < ROWS / 2; from += 100) {
      List<Integer> gone = toDelete.subList(from, from + 100);
      table.deleteAll(gone.stream().map(id -> (long) id).toList());
      model.keySet().removeAll(gone);
      put(table, toUpsert.subList(from, from + 100));
    }
  }

  private void put(Table table, List<Integer> ids) {
    for (int id : ids) {
      model.put(id, point(random.nextLong()));
    }
    table.upsert(rows(ids));
  }

  private List<Row> rows(List<Integer> ids) {
    return ids.stream().map(id -> Row.of("id", (long) id, "v", model.get(id))).toList();
  }

  private static List<Integer> ids(int count) {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      ids.add(id);
    }
    return ids;
  }

  private static double recall(Table table) {
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      Search search = table.search("v", query(i)).select("id");
      List<Row> truth = search.exact().hits().stream().map(Hit::row).toList();
      found += (int) search.ef(EF).hits().stream().filter(hit -> truth.contains(hit.row())).count();
    }
    return found / (10.0 * QUERIES);
  }

  private static float[] query(int i) {
    return point(-1L - i);
  }

  /** Returns a point near one of 40 centres. */
  private static float[] point(long seed) {
    Random place = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    Random centre = new Random(place.nextInt(40));
    float[] point = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      point[d] = (float) (centre.nextGaussian() + 0.5 * place.nextGaussian());
    }
    return point;
  }
}
