package dev.pilum.bench.ann.engine;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * hnswlib-core, in the heap: what it writes to disk is serialised Java, which nobody should read,
 * so its index is never saved. Vectors are copies, as they would be in a program that let go of
 * their source.
 */
public final class HnswlibEngine implements AnnEngine {
  private @Nullable HnswIndex<Integer, float[], Vector, Float> index;
  private Metric metric = Metric.COSINE;

  @Override
  public String name() {
    return "hnswlib-core";
  }

  @Override
  public String codes() {
    return "none";
  }

  @Override
  public String describe() {
    return "1.2.1, in the heap, never on disk; plain loops of its own; findNearest";
  }

  @Override
  public void build(Path folder, VectorSet vectors) {
    metric = vectors.metric();
    HnswIndex<Integer, float[], Vector, Float> built =
        HnswIndex.newBuilder(vectors.dimension(), distance(metric), vectors.rows().length)
            .withM(M)
            .withEfConstruction(EF_CONSTRUCTION)
            .build();
    for (int row = 0; row < vectors.rows().length; row++) {
      float[] vector = vectors.rows()[row];
      float[] prepared = VectorSet.prepared(vector, metric);
      built.add(new Vector(row, prepared == vector ? vector.clone() : prepared));
    }
    index = built;
  }

  @Override
  public AnnIndex open(Path folder) {
    HnswIndex<Integer, float[], Vector, Float> built = index;
    if (built == null) {
      throw new IllegalStateException("build first");
    }
    index = null;
    return new AnnIndex() {
      @Override
      public AnnSearcher newSearcher() {
        return (query, ef) -> search(built, query, ef);
      }

      @Override
      public long indexBytes() {
        return -1;
      }

      @Override
      public void close() {}
    };
  }

  private int[] search(HnswIndex<Integer, float[], Vector, Float> built, float[] query, int ef) {
    built.setEf(ef);
    List<SearchResult<Vector, Float>> found =
        built.findNearest(VectorSet.prepared(query, metric), K);
    int[] rows = new int[found.size()];
    Arrays.setAll(rows, i -> found.get(i).item().row);
    return rows;
  }

  private static DistanceFunction<float[], Float> distance(Metric metric) {
    return switch (metric) {
      case COSINE, DOT -> DistanceFunctions.FLOAT_INNER_PRODUCT;
      case L2 -> DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE;
      case HAMMING -> throw VectorSet.noBits();
    };
  }

  private static final class Vector implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1;

    private final int row;
    private final float[] coordinates;

    Vector(int row, float[] coordinates) {
      this.row = row;
      this.coordinates = coordinates;
    }

    @Override
    public Integer id() {
      return row;
    }

    @Override
    public float[] vector() {
      return coordinates;
    }

    @Override
    public int dimensions() {
      return coordinates.length;
    }
  }
}
