package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * New rows of a table that is searched often are compared by codes: what is found is the same, also
 * where one bit a component has the first look.
 */
@ParameterizedClass(name = "{0} components")
@ValueSource(ints = {24, 320})
class CodedNewRowsTest {
  private static final int CLUSTERS = 20;

  /** Far more than it takes, wherever threads are slow. */
  private static final int MOST_SEARCHES = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 0x5EED));
  @Parameter private int dimension;
  @TempDir private Path folder;
  private float[][] centers;
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    centers = IntStream.range(0, CLUSTERS).mapToObj(i -> gaussian()).toArray(float[][]::new);
    database = Database.open(folder);
    table =
        database.createTable(
            "t",
            Schema.builder()
                .key("id", Types.int64())
                .field("share", Types.int32())
                .vector("v", dimension, Metric.COSINE)
                .build());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatIsFoundIsWhatComparingVectorsFinds() {
    upsert(0, 2_000);
    searchUntilCoded();
    upsert(1_500, 2_600);
    table.deleteAll(IntStream.range(0, 500).mapToObj(i -> 3L * i).toList());
    assertThat(plan()).contains("memtable", "by codes");
    checkSearches();
  }

  @Test
  void aFlushedSegmentHasCodesUntilItHasAGraph() {
    upsert(0, 2_000);
    searchUntilCoded();
    table.deleteAll(IntStream.range(0, 100).mapToObj(i -> 5L * i).toList());
    table.flush();
    assertThat(plan()).contains("exact search on segment", "by codes");
    checkSearches();
    upsert(2_000, 2_700);
    assertThat(table.stats().segments()).hasSize(1);
    checkSearches();
  }

  private void checkSearches() {
    for (int i = 0; i < 20; i++) {
      float[] query = vector();
      Search search = table.search("v", query).limit(1 + 7 * i);
      for (Search one : List.of(search, search.where(lt("share", 50)), search.within(0.4f))) {
        assertSame(found(one), found(one.exact()));
      }
    }
  }

  /** A first look passes over one hit in tens of thousands. */
  private void assertSame(List<String> found, List<String> exact) {
    List<String> missed = new ArrayList<>(exact);
    missed.removeAll(found);
    if (dimension < 256 || missed.isEmpty()) {
      assertThat(found).isEqualTo(exact);
    } else {
      assertThat(missed).hasSize(1);
    }
  }

  private static List<String> found(Search search) {
    List<String> found = new ArrayList<>();
    for (Hit hit : search.hits()) {
      found.add(hit.row().get("id") + " at " + hit.distance());
    }
    return found;
  }

  private void searchUntilCoded() {
    for (int i = 0; i < MOST_SEARCHES && !plan().contains("by codes"); i++) {
      assertThat(table.search("v", vector()).limit(3).hits()).hasSize(3);
    }
  }

  private String plan() {
    return table.search("v", new float[dimension]).explain().toString();
  }

  private void upsert(int from, int to) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(Map.of("id", (long) id, "share", random.nextInt(100), "v", vector()));
    }
    for (int i = 0; i < rows.size(); i += 50) {
      table.upsert(rows.subList(i, Math.min(rows.size(), i + 50)));
    }
  }

  private float[] vector() {
    float[] vector = gaussian();
    float[] center = centers[random.nextInt(CLUSTERS)];
    for (int i = 0; i < dimension; i++) {
      vector[i] += center[i];
    }
    return vector;
  }

  private float[] gaussian() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
