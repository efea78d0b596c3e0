package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another HNSW, by other people, over the same rows: same recall, same distances. */
class HnswlibDifferentialTest {

  private static final int DIMENSION = 24;
  private static final int K = 10;
  private static final int EF = 50;

  @Test
  void recallIsThatOfHnswlibAndDistancesAgree() {
    float[][] rows = Vectors.clustered(3000, DIMENSION, 40, 1);
    HnswIndex<Integer, float[], Row, Float> peer =
        HnswIndex.newBuilder(DIMENSION, DistanceFunctions.FLOAT_COSINE_DISTANCE, rows.length)
            .withM(16)
            .withEfConstruction(200)
            .withEf(EF)
            .build();
    for (int i = 0; i < rows.length; i++) {
      peer.add(new Row(i, rows[i]));
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.COSINE), block);
      SearchScratch scratch = new SearchScratch();
      int ours = 0;
      int theirs = 0;
      for (float[] query : Vectors.clustered(200, DIMENSION, 40, 2)) {
        Neighbors truth = ExactSearch.search(block, query, Metric.COSINE, K);
        Neighbors found = searcher.search(query, K, EF, null, scratch);
        Map<Integer, Float> peers = distances(peer.findNearest(query, K));
        for (int i = 0; i < K; i++) {
          theirs += peers.containsKey(truth.ordinal(i)) ? 1 : 0;
          ours += contains(found, truth.ordinal(i)) ? 1 : 0;
          assertThat(peers.getOrDefault(found.ordinal(i), found.distance(i)))
              .isCloseTo(found.distance(i), within(1e-4f));
        }
      }
      assertThat(ours / 2000.0).isGreaterThan(0.95).isGreaterThan(theirs / 2000.0 - 0.02);
    }
  }

  private static boolean contains(Neighbors neighbors, int ordinal) {
    for (int rank = 0; rank < neighbors.count(); rank++) {
      if (neighbors.ordinal(rank) == ordinal) {
        return true;
      }
    }
    return false;
  }

  private static Map<Integer, Float> distances(List<SearchResult<Row, Float>> results) {
    Map<Integer, Float> distances = new HashMap<>();
    for (SearchResult<Row, Float> result : results) {
      distances.put(result.item().id(), result.distance());
    }
    return distances;
  }

  private static final class Row implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1L;

    private final int ordinal;
    private final float[] vector;

    Row(int ordinal, float[] vector) {
      this.ordinal = ordinal;
      this.vector = vector;
    }

    @Override
    public Integer id() {
      return ordinal;
    }

    @Override
    public float[] vector() {
      return vector;
    }

    @Override
    public int dimensions() {
      return vector.length;
    }
  }
}
