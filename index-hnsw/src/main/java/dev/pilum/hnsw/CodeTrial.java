package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * An int8 code divides the spread of the data into some hundred steps. Rows that differ by less, such as a thousand frames of one
 * still scene among other scenes, all look the same to it: with clusters a hundredth as wide as the distance between them, recall@10
 * at ef 100 was .90, with a three-hundredth .50, against 1.0 by vectors. So before a graph is built over codes, some rows are asked
 * whether their nearest rows are near by code too.
 */
/** Finds out whether codes tell near rows apart. */
final class CodeTrial {

  /**
   * Rows that are asked; each is compared with all others. 64 rows took 0.42 s of 100,000 x 128 and
   * 0.14 s of 20,000 x 384, in builds of 15 and 2.7 s of CPU.
   */
  private static final int SAMPLE_ROWS = 32;

  private static final int NEAREST = 10;

  /** As many as any search looks at exactly, whose ef is hardly less. */
  private static final int NEAREST_BY_CODE = 50;

  /** What we promise of recall@10. */
  private static final double LEAST_SHARE = 0.98;

  /** Nodes that are compared in some hundred microseconds. */
  private static final int NODES_AT_ONCE = 1024;

  private final VectorBlock block;
  private final Metric metric;
  private final WalkCodes codes;
  private final int[] nodes;

  CodeTrial(VectorBlock block, Metric metric, WalkCodes codes, int[] nodes) {
    this.block = block;
    this.metric = metric;
    this.codes = codes;
    this.nodes = nodes;
  }

  /** Returns whether nearly all of the nearest nodes of a sample are among the nearest by code. */
  boolean passes(WorkerTeam team) {
    int asked = Math.min(SAMPLE_ROWS, nodes.length);
    int wanted = asked * Math.min(NEAREST, nodes.length);
    AtomicInteger found = new AtomicInteger();
    team.run(
        asked,
        (piece, worker) -> {
          int node = nodes[(int) ((2L * piece + 1) * nodes.length / (2L * asked))];
          found.addAndGet(foundFor(node, team));
        });
    return found.get() >= LEAST_SHARE * wanted;
  }

  private int foundFor(int node, WorkerTeam team) {
    ExactScorer exact = new ExactScorer(block, metric, null);
    float[] vector = block.vector(node);
    exact.useQuery(vector);
    Neighbors nearest = nearest(exact, NEAREST, team);
    float farthest = nearest.distance(nearest.count() - 1);
    int found = 0;
    RowScorer byCode = codes.scorer(vector, KernelWarmUp.over());
    int kept = codes.kept(NEAREST_BY_CODE);
    for (int candidate : nearest(byCode, kept, team).ordinals()) {
      found += exact.distance(candidate) <= farthest ? 1 : 0;
    }
    return Math.min(found, nearest.count()); // more where rows tie
  }

  private Neighbors nearest(RowScorer scorer, int count, WorkerTeam team) {
    NearestHeap heap = new NearestHeap();
    heap.reset(Math.min(count, nodes.length));
    float[] distances = new float[Math.min(NODES_AT_ONCE, nodes.length)];
    for (int from = 0; from < nodes.length; from += NODES_AT_ONCE) {
      int[] some = Arrays.copyOfRange(nodes, from, Math.min(nodes.length, from + NODES_AT_ONCE));
      scorer.distancesOf(some, some.length, distances);
      for (int i = 0; i < some.length; i++) {
        heap.offer(DistanceKey.of(distances[i], some[i]));
      }
      team.giveWay();
    }
    return heap.drain(count);
  }
}
