package dev.pilum.hnsw;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Late interaction (Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction
 * over BERT", 2020): a text is as many vectors as it has tokens, and each vector of the query looks for its own nearest.
 *
 * The graph has every single vector for a node. Each vector of the query walks it for its nearest nodes. A row of which a
 * walk met no vector is at least as far from that vector as the farthest it met (the idea of Fagin, Lotem and Naor, "Optimal
 * aggregation algorithms for middleware", 2003; XTR imputes the same number). So each row that any walk met has a least
 * distance it can have. Rows are compared in full in that order, until the next cannot be nearer than the k nearest known.
 */
/**
 * Finds the rows nearest to a query of several vectors, where each row has several: exactly, or
 * through a graph over the single vectors.
 *
 * <p>The distance of a row is the sum, over the vectors of the query, of the distance to the
 * nearest vector of the row. By {@link Metric#COSINE} and {@link Metric#DOT} that is the number of
 * query vectors less the sum of the greatest similarities.
 *
 * <p>Safe for use by many threads: every call brings its own state.
 */
public final class MaxSimSearch {
  private static final int ROWS_PER_CHECK = 256;

  private final VectorRuns runs;
  private final float[][] queries;
  private final Metric metric;

  /**
   * Prepares a search.
   *
   * @param queries at least one vector, each with as many finite components as the block's
   *     dimension; not changed
   * @throws InvalidRequest when one of them is unfit
   */
  public MaxSimSearch(VectorRuns runs, float[][] queries, Metric metric) {
    if (queries.length == 0) {
      throw new InvalidRequest("a query needs at least one vector");
    }
    for (float[] query : queries) {
      runs.block().checkQuery(query);
    }
    runs.block().checkMetric(metric);
    this.runs = runs;
    this.queries = queries;
    this.metric = metric;
  }

  /**
   * Returns the accepted rows within {@code radius}, nearest first, at most {@code k}, by comparing
   * with all of them. Rows without vectors are never found.
   *
   * @param accepted rows that may be returned; {@code null} for all
   * @param graph a graph over the block, whose norms are used; may be {@code null}
   * @param cancelled asked every {@value #ROWS_PER_CHECK} rows
   * @throws CancellationException when {@code cancelled} said so
   * @throws Closed when the memory of the vectors was closed
   */
  public Neighbors exact(
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      @Nullable HnswSearcher graph,
      KernelWarmUp warmUp,
      BooleanSupplier cancelled) {
    if (runs.rowCount() == 0) {
      return Neighbors.ofSortedKeys(new long[0], 0);
    }
    Best best = new Best(radius, Math.min(k, runs.rowCount()));
    MaxSimScorer scorer = scorer(graph, warmUp);
    try {
      for (int row = 0; row < runs.rowCount(); row++) {
        if (row % ROWS_PER_CHECK == 0 && cancelled.getAsBoolean()) {
          throw new CancellationException("exact search was cancelled at row " + row);
        }
        if ((accepted == null || accepted.contains(row)) && runs.end(row) > runs.start(row)) {
          best.offer(row, scorer);
        }
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
    return best.nearest.drain(k);
  }

  /**
   * Returns up to {@code k} accepted rows near the query, nearest first: fewer than there are when
   * the walks did not meet as many.
   *
   * @param graph a graph by the same metric over the block
   * @param nodes how many of the nearest vectors each vector of the query looks for, at least 1
   * @param accepted rows that may be returned; {@code null} for all
   * @param scratch memory that no other search is using
   * @throws Closed when the memory of the graph or of the vectors was closed
   */
  public Neighbors walk(
      HnswSearcher graph,
      int k,
      int nodes,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch) {
    assert graph.graph().shape().metric() == metric : "the graph is of another metric";
    AcceptedOrdinals vectors = accepted == null ? null : runs.vectorsOf(accepted);
    RowBounds bounds = new RowBounds();
    double most = 0;
    for (int q = 0; q < queries.length; q++) {
      Neighbors near = graph.search(queries[q], nodes, nodes, vectors, scratch);
      if (near.count() > 0) {
        double farthest = near.distance(near.count() - 1);
        most += farthest;
        for (int rank = 0; rank < near.count(); rank++) {
          bounds.add(runs.rowOf(near.ordinal(rank)), q, gain(farthest, near.distance(rank)));
        }
      }
    }
    return bounds.size() == 0
        ? Neighbors.ofSortedKeys(new long[0], 0)
        : rank(bounds.sortedKeys(most), k, scorer(graph, scratch.warmUp()));
  }

  /** How much nearer a vector is than the farthest; both may be infinitely far. */
  private static double gain(double farthest, float distance) {
    return distance < farthest ? farthest - distance : 0;
  }

  /** Returns whether comparing with all vectors of that many rows is less work than walks are. */
  public boolean isExactCheaper(HnswSearcher graph, int k, int nodes, int acceptedRows) {
    long vectors = (long) graph.graph().shape().rowCount() * acceptedRows / runs.rowCount();
    SearchPlan plan = graph.plan(nodes, nodes, (int) Math.max(1, vectors));
    return k >= acceptedRows || plan.method() == SearchPlan.Method.EXACT;
  }

  private Neighbors rank(long[] keys, int k, MaxSimScorer scorer) {
    Best best = new Best(Float.POSITIVE_INFINITY, Math.min(k, keys.length));
    try {
      for (long key : keys) {
        if (best.nearest.isFull() && DistanceKey.distance(key) > best.farthest) {
          break;
        }
        best.offer(DistanceKey.ordinal(key), scorer);
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
    return best.nearest.drain(k);
  }

  private MaxSimScorer scorer(@Nullable HnswSearcher graph, KernelWarmUp warmUp) {
    return new MaxSimScorer(runs, queries, metric, graph == null ? null : graph.graph(), warmUp);
  }

  private static Closed closed(IllegalStateException e) {
    return new Closed("the segment was closed during a search; search a snapshot that is open", e);
  }

  /** The nearest rows so far. */
  private static final class Best {
    final NearestHeap nearest = new NearestHeap();
    private final float radius;
    private float farthest;

    Best(float radius, int k) {
      this.radius = radius;
      this.farthest = radius;
      nearest.reset(k);
    }

    void offer(int row, MaxSimScorer scorer) {
      float distance = scorer.distance(row, farthest);
      if (distance <= radius) {
        nearest.offer(DistanceKey.of(distance, row));
        if (nearest.isFull()) {
          farthest = Math.min(radius, DistanceKey.distance(nearest.bound()));
        }
      }
    }
  }
}
