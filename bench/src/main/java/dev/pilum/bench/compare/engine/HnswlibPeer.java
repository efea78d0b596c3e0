package dev.pilum.bench.compare.engine;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/** hnswlib-core, in the heap: all it could save is serialised Java, which nobody should read. */
public final class HnswlibPeer implements Engine {
  private static final int M = 16;
  private static final int EF_CONSTRUCTION = 200;
  private static final int FIRST_ROOM = 16_384;

  @Override
  public String name() {
    return "hnswlib-core";
  }

  @Override
  public About about() {
    return new About(
        LibraryVersion.of(HnswIndex.class),
        "in the heap only, nothing is on disk; removals enabled; cosine as inner product");
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public Store create(Path folder, int dimension) {
    return new Graph(dimension);
  }

  @Override
  public Store open(Path folder, int dimension) {
    throw new Unsupported("keeps nothing on disk");
  }

  private static final class Graph extends CallByCall {
    private final HnswIndex<Integer, float[], Node, Float> index;

    /**
     * More threads that add than there are processors can wait for each other for ever: the library
     * has one set of visited nodes for each, and takes a further one while it holds a node's lock.
     */
    private final Semaphore visitedSets = new Semaphore(Runtime.getRuntime().availableProcessors());

    Graph(int dimension) {
      index =
          HnswIndex.newBuilder(dimension, DistanceFunctions.FLOAT_INNER_PRODUCT, FIRST_ROOM)
              .withM(M)
              .withEfConstruction(EF_CONSTRUCTION)
              .withRemoveEnabled()
              .build();
    }

    @Override
    void insert(List<Doc> docs) {
      while (index.size() + docs.size() > index.getMaxItemCount()) {
        index.resize(2 * index.getMaxItemCount());
      }
      for (Doc doc : docs) {
        visitedSets.acquireUninterruptibly();
        try {
          index.add(new Node(doc.key(), UnitVector.of(doc.vector())));
        } finally {
          visitedSets.release();
        }
      }
    }

    @Override
    void upsert(List<Doc> docs) {
      insert(docs);
    }

    @Override
    void delete(int key) {
      index.remove(key, 0);
    }

    @Override
    boolean exists(int key) {
      return index.get(key).isPresent();
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) {
      if (below < Work.ALL) {
        throw new Unsupported("no filter");
      }
      index.setEf(Math.max(limit, breadth));
      List<SearchResult<Node, Float>> found = index.findNearest(UnitVector.of(query), limit);
      int[] keys = new int[found.size()];
      Arrays.setAll(keys, i -> found.get(i).item().key);
      return keys;
    }

    @Override
    public void settle() {}

    @Override
    public long count() {
      return index.size();
    }

    @Override
    public long diskBytes() {
      return -1;
    }

    @Override
    public long bytesOutsideHeap() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class Node implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1;

    private final int key;
    private final float[] unit;

    Node(int key, float[] unit) {
      this.key = key;
      this.unit = unit;
    }

    @Override
    public Integer id() {
      return key;
    }

    @Override
    public float[] vector() {
      return unit;
    }

    @Override
    public int dimensions() {
      return unit.length;
    }
  }
}
