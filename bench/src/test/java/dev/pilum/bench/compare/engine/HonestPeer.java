package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Rows in a map, compared one by one. What is closed stays until it is opened again. */
public class HonestPeer implements Engine {
  private final String name;
  private final Map<Path, Rows> closed = new HashMap<>();

  /** With a name. */
  public HonestPeer(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public About about() {
    return new About("1", "a map");
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Store create(Path folder, int dimension) {
    Rows rows = newRows();
    closed.put(folder, rows);
    return rows;
  }

  @Override
  public Store open(Path folder, int dimension) {
    Rows rows = closed.get(folder);
    assert rows != null;
    rows.reopened();
    return rows;
  }

  /** Returns an empty store. */
  protected Rows newRows() {
    return new Rows();
  }

  /** A store whose steps somebody may do otherwise. */
  protected static class Rows extends CallByCall {
    /** By key, for any number of threads. */
    protected final Map<Integer, Doc> rows = Collections.synchronizedMap(new TreeMap<>());

    /** Called when it is opened again. */
    protected void reopened() {}

    @Override
    protected void insert(List<Doc> docs) {
      docs.forEach(doc -> rows.put(doc.key(), doc));
    }

    @Override
    protected void upsert(List<Doc> docs) throws IOException {
      insert(docs);
    }

    @Override
    protected void move(int key, int bucket) {
      rows.computeIfPresent(key, (k, doc) -> doc.in(bucket));
    }

    @Override
    protected void delete(int key) {
      rows.remove(key);
    }

    @Override
    protected int[] get(int key) {
      Doc doc = rows.get(key);
      return doc == null
          ? new int[0]
          : new int[] {doc.bucket(), doc.body().length(), doc.vector().length};
    }

    @Override
    protected boolean exists(int key) {
      return rows.containsKey(key);
    }

    @Override
    protected int[] search(float[] query, int limit, int breadth, int below) {
      return best(doc -> -cosine(query, doc.vector()), limit, below);
    }

    @Override
    protected int[] text(String words, int limit) {
      List<String> wanted = List.of(words.split(" "));
      return best(
          doc -> -wanted.stream().filter(List.of(doc.body().split(" "))::contains).count(),
          limit,
          Work.ALL);
    }

    @Override
    protected int[] hybrid(float[] query, String words, int limit, int breadth) {
      return text(words, limit);
    }

    private int[] best(ToDoubleFunction<Doc> distance, int limit, int below) {
      return List.copyOf(rows.values()).stream()
          .filter(doc -> doc.bucket() < below)
          .sorted(Comparator.comparingDouble(distance))
          .limit(limit)
          .mapToInt(Doc::key)
          .toArray();
    }

    private static double cosine(float[] a, float[] b) {
      double product = 0;
      double squareA = 0;
      double squareB = 0;
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
        squareA += (double) a[i] * a[i];
        squareB += (double) b[i] * b[i];
      }
      return product / Math.sqrt(squareA * squareB);
    }

    @Override
    public void settle() {}

    @Override
    public long count() {
      return rows.size();
    }

    @Override
    public long diskBytes() {
      return 1;
    }

    @Override
    public long bytesOutsideHeap() {
      return 1;
    }

    @Override
    public long processId() {
      return Long.MAX_VALUE; // no such process: nobody counts its forces
    }

    @Override
    public void close() {}

    /** Returns numbers in the opposite order. */
    protected static int[] backwards(int[] numbers) {
      int[] turned = new int[numbers.length];
      Arrays.setAll(turned, i -> numbers[numbers.length - 1 - i]);
      return turned;
    }
  }
}
