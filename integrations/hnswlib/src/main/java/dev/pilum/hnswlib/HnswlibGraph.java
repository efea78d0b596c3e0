package dev.pilum.hnswlib;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.pilum.hnsw.HnswParameters;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of hnswlib-core that rows are added to while it is searched. Rows with equal vectors
 * share one node: apart, they would fill each other's links.
 *
 * <p>One thread at a time adds, any number search. Several that add can wait for each other for
 * ever: the library has one set of visited nodes for each processor, and who adds a node to an
 * upper layer waits for another while it holds the node's lock, which those who have the sets wait
 * for.
 */
final class HnswlibGraph {
  /** A graph is made for so many times the rows that it begins with; then for as many again. */
  private static final int ROOM = 2;

  private final HnswParameters parameters;
  private final Metric metric;
  private final int capacity;
  private final HnswIndex<Integer, float[], Node, Double> index;
  private final Map<Coordinates, Node> nodes = new HashMap<>();
  private volatile int rowCount;

  /** Makes a graph for the rows of {@code block} and as many more; none are in it yet. */
  HnswlibGraph(VectorBlock block, Metric metric, HnswParameters parameters) {
    this.parameters = parameters;
    this.metric = metric;
    this.capacity = Math.multiplyExact(ROOM, Math.max(1, block.rowCount()));
    this.index =
        HnswIndex.newBuilder(block.dimension(), distance(metric), capacity)
            .withM(parameters.m())
            .withEfConstruction(parameters.efConstruction())
            .build();
  }

  Metric metric() {
    return metric;
  }

  HnswParameters parameters() {
    return parameters;
  }

  /** Returns how many rows there is room for. */
  int capacity() {
    return capacity;
  }

  /** Returns how many rows have been added, or passed over. */
  int rowCount() {
    return rowCount;
  }

  /** Adds the next row, or passes it over when it has no vector. */
  void add(int ordinal, boolean hasVector, VectorBlock block) {
    if (hasVector) {
      float[] vector = block.vector(ordinal);
      Node node = nodes.get(new Coordinates(vector));
      if (node == null) {
        node = new Node(ordinal, prepared(vector));
        nodes.put(new Coordinates(vector), node);
        index.add(node);
      } else {
        node.add(ordinal);
      }
    }
    rowCount = ordinal + 1;
  }

  /** Returns the nodes nearest to {@code query}, at most {@code breadth}. */
  List<SearchResult<Node, Double>> nearest(float[] query, int breadth) {
    return index.findNearest(prepared(query), breadth);
  }

  /** By cosine, vectors are compared as if they had length 1; those of length 0 stay. */
  private float[] prepared(float[] vector) {
    if (metric != Metric.COSINE) {
      return vector.clone();
    }
    double norm = Math.sqrt(dot(vector, vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = norm == 0 ? 0 : (float) (vector[i] / norm);
    }
    return unit;
  }

  /** Bits are zeros and ones here, and differ in as many places as their squared distance says. */
  private static DistanceFunction<float[], Double> distance(Metric metric) {
    return switch (metric) {
      case COSINE, DOT -> (a, b) -> -dot(a, b);
      case L2, HAMMING -> HnswlibGraph::squaredDistance;
    };
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Rows with one vector. */
  static final class Node implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1L;

    private final int first;
    private final float[] coordinates;
    private volatile int[] ordinals;

    private Node(int ordinal, float[] coordinates) {
      this.first = ordinal;
      this.coordinates = coordinates;
      this.ordinals = new int[] {ordinal};
    }

    private void add(int ordinal) {
      int[] more = Arrays.copyOf(ordinals, ordinals.length + 1);
      more[more.length - 1] = ordinal;
      ordinals = more;
    }

    /** Returns the rows, ascending; not to be changed. */
    int[] ordinals() {
      return ordinals;
    }

    @Override
    public Integer id() {
      return first;
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

  /** A vector by which equal ones are found. */
  private static final class Coordinates {
    private final float[] values;

    Coordinates(float[] values) {
      this.values = values;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Coordinates that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }
}
