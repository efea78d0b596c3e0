package dev.pilum.hnsw;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks a graph towards a query, with all the memory that takes. Used by searches and by the
 * builder. One thread at a time.
 */
final class GraphWalk {
  private static final int NODES_PER_CHECK = 64;

  private final VisitedMarks visited = new VisitedMarks();
  private final CandidatePool pool;
  private float[] distances = new float[InsertBatch.CAPACITY];
  private int[] links = new int[0];
  private int[] linksAhead = new int[0];
  private @Nullable ShortLinks shortLinks;
  private long scoredCount;
  private int leftOut = HnswGraph.NONE;
  private @Nullable BooleanSupplier cancelled;

  /** Makes memory for walks that use what {@code warmUp} has ready. */
  GraphWalk(KernelWarmUp warmUp) {
    this.pool = new CandidatePool(warmUp);
  }

  /** Forgets the last walk and gets ready for one through {@code graph}. */
  void start(HnswGraph graph) {
    int maxLinks = graph.shape().parameters().maxLinks(0);
    if (links.length < maxLinks) {
      links = new int[maxLinks];
      linksAhead = new int[maxLinks];
      distances = new float[Math.max(maxLinks, InsertBatch.CAPACITY)];
    }
    shortLinks = graph.shortLinks();
    scoredCount = 0;
  }

  /** Makes walks ask {@code cancelled} every 64 nodes, until told otherwise; nobody if null. */
  void cancelWhen(@Nullable BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /** Returns whether whoever may end walks says that they are to end. */
  boolean isCancelled() {
    return cancelled != null && cancelled.getAsBoolean();
  }

  /** Makes walks on level 0 go round one node, or none; upper levels are not looked at. */
  void leaveOut(int ordinal) {
    leftOut = ordinal;
  }

  /** Returns how many distances were computed since {@link #start}. */
  long scoredCount() {
    return scoredCount;
  }

  /** The nodes found by the last {@link #beam}. */
  CandidatePool pool() {
    return pool;
  }

  /**
   * Goes greedily from {@code start} through the levels {@code from} down to {@code to}; returns
   * the key of the last stop. What was scored on one level lies no nearer than the last stop, so it
   * is not scored again on the next.
   */
  long descend(HnswGraph graph, RowScorer scorer, long start, int from, int to) {
    long nearest = start;
    visited.reset(graph.shape().rowCount());
    visited.mark(DistanceKey.ordinal(start));
    for (int level = from; level >= to; level--) {
      nearest = greedy(graph, scorer, nearest, level);
    }
    return nearest;
  }

  /** Returns the key of one node. */
  long score(RowScorer scorer, int ordinal) {
    scoredCount++;
    return DistanceKey.of(scorer.distance(ordinal), ordinal);
  }

  /**
   * Fills the pool with the {@code ef} nodes of one level that are nearest to the query as far as
   * the links lead from two starts, which may be the same.
   */
  void beam(HnswGraph graph, RowScorer scorer, long start, long otherStart, int level, int ef) {
    begin(graph, start, otherStart, ef);
    widen(graph, scorer, level, ef);
  }

  /**
   * Begins a beam from two starts, which may be the same; the pool will keep the {@code most}
   * nearest nodes that {@link #widen} comes across.
   */
  void begin(HnswGraph graph, long start, long otherStart, int most) {
    forgetVisited(graph);
    pool.reset(most);
    pool.offer(start);
    visited.mark(DistanceKey.ordinal(start));
    if (!visited.isMarked(DistanceKey.ordinal(otherStart))) {
      pool.offer(otherStart);
      visited.mark(DistanceKey.ordinal(otherStart));
    }
  }

  /**
   * Follows links on one level until those of the {@code ef} nearest nodes in the pool have all
   * been followed. These nodes are then the ones that {@link #beam} finds with this {@code ef},
   * whether they were reached at once or by one narrower widening after the other.
   */
  void widen(HnswGraph graph, RowScorer scorer, int level, int ef) {
    int steps = 0;
    int ahead = HnswGraph.NONE;
    for (int node = pool.expandNearest(ef); node != HnswGraph.NONE; node = pool.expandNearest(ef)) {
      checkAt(steps++);
      if (shortLinks != null) {
        offerAll(scorer, links, shortLinks.takeUnmarked(visited, level, node, links));
        continue;
      }
      if (node == ahead) {
        int[] read = linksAhead;
        linksAhead = links;
        links = read;
      } else {
        graph.copyList(level, node, links);
      }
      // Most often what is next now will still be next then: its links come while we compute.
      ahead = pool.nearestUnexpanded();
      if (ahead != HnswGraph.NONE) {
        graph.copyList(level, ahead, linksAhead);
      }
      offerAll(scorer, links, takeUnmarked(graph, level, node));
    }
  }

  /** Reads those of a node's links that were not seen yet; returns how many there are. */
  private int readUnmarked(HnswGraph graph, int level, int node) {
    if (shortLinks != null) {
      return shortLinks.takeUnmarked(visited, level, node, links);
    }
    graph.copyList(level, node, links);
    return takeUnmarked(graph, level, node);
  }

  /** Leaves those of a node's links that were not seen yet at the front; returns how many. */
  private int takeUnmarked(HnswGraph graph, int level, int node) {
    GraphShape shape = graph.shape();
    int most = shape.parameters().maxLinks(level);
    int fresh = visited.takeUnmarked(links, most, shape.rowCount());
    if (fresh < 0) {
      throw graph.damagedLink(level, node, ~fresh, links[~fresh]);
    }
    return fresh;
  }

  /** Adds nodes to the pool that the links may not have led to. */
  void offerAll(RowScorer scorer, int[] ordinals, int count) {
    scoredCount += count;
    if (count > Long.SIZE) {
      scorer.distancesOf(ordinals, count, distances);
      for (int i = 0; i < count; i++) {
        pool.offer(DistanceKey.of(distances[i], ordinals[i]));
      }
      return;
    }
    float bound = DistanceKey.distance(pool.bound()); // NaN until the pool is full
    long near = scorer.nearOf(ordinals, count, bound, distances);
    pool.offerSome(near, distances, ordinals);
  }

  /**
   * Walks level 0 from two starts, which may be the same, and gives accepted rows to the goal's
   * results; passes through nodes that are not accepted. Returns whether it reached the goal, or
   * has been everywhere, before it had to give up.
   */
  boolean collect(HnswGraph graph, RowScorer scorer, long start, long otherStart, WalkGoal goal) {
    forgetVisited(graph);
    pool.reset(goal.ef(), goal.mostNodes());
    visited.mark(DistanceKey.ordinal(start));
    follow(graph, start, goal);
    if (!visited.isMarked(DistanceKey.ordinal(otherStart))) {
      visited.mark(DistanceKey.ordinal(otherStart));
      follow(graph, otherStart, goal);
    }
    boolean judged = false;
    for (int nodes = 0; nodes < goal.mostNodes(); nodes++) {
      checkAt(nodes);
      pool.drop(goal.results().bound());
      if (!judged && pool.expandedRanks() >= goal.ef()) {
        if (acceptedNodes(goal.accepted(), goal.ef()) < goal.leastAccepted()) {
          return false;
        }
        judged = true;
      }
      int node = pool.expandNearest();
      if (node == HnswGraph.NONE) {
        return true;
      }
      followAll(graph, scorer, readUnmarked(graph, 0, node), goal);
    }
    return false;
  }

  /** Returns how many of the nearest {@code ranks} nodes in the pool are accepted. */
  int acceptedNodes(AcceptedOrdinals accepted, int ranks) {
    int count = 0;
    for (int rank = Math.min(ranks, pool.size()) - 1; rank >= 0; rank--) {
      count += accepted.contains(DistanceKey.ordinal(pool.key(rank))) ? 1 : 0;
    }
    return count;
  }

  /**
   * Offers the row that {@code node} stands for, and those equal to it, to {@code results} where
   * they are accepted.
   */
  static void offerRows(
      HnswGraph graph, long node, @Nullable AcceptedOrdinals accepted, NearestHeap results) {
    float distance = DistanceKey.distance(node);
    int row = DistanceKey.ordinal(node);
    for (long key = node; key < results.bound(); key = DistanceKey.of(distance, row)) {
      if (accepted == null || accepted.contains(row)) {
        results.offer(key);
      }
      row = graph.nextDuplicate(row);
      if (row == HnswGraph.NONE) {
        return;
      }
    }
  }

  /** Looks whether to go on, now and then: some 2,000 distances lie between two looks. */
  private void checkAt(int step) {
    if ((step & (NODES_PER_CHECK - 1)) == 0 && isCancelled()) {
      throw new CancellationException("the search was cancelled after " + step + " nodes");
    }
  }

  private void forgetVisited(HnswGraph graph) {
    visited.reset(graph.shape().rowCount());
    if (leftOut != HnswGraph.NONE) {
      visited.mark(leftOut);
    }
  }

  private void followAll(HnswGraph graph, RowScorer scorer, int count, WalkGoal goal) {
    scoredCount += count;
    scorer.distancesOf(links, count, distances);
    for (int i = 0; i < count; i++) {
      follow(graph, DistanceKey.of(distances[i], links[i]), goal);
    }
  }

  private void follow(HnswGraph graph, long node, WalkGoal goal) {
    NearestHeap results = goal.results();
    if (node < results.bound()) {
      offerRows(graph, node, goal.accepted(), results);
    }
    pool.offer(node, results.bound());
  }

  private long greedy(HnswGraph graph, RowScorer scorer, long start, int level) {
    long nearest = start;
    for (long stop = Long.MAX_VALUE; nearest < stop; ) {
      stop = nearest;
      int fresh = readUnmarked(graph, level, DistanceKey.ordinal(stop));
      nearest = nearestOf(scorer, fresh, stop);
    }
    return nearest;
  }

  private long nearestOf(RowScorer scorer, int count, long bound) {
    scoredCount += count;
    scorer.distancesOf(links, count, distances);
    long nearest = bound;
    for (int i = 0; i < count; i++) {
      nearest = Math.min(nearest, DistanceKey.of(distances[i], links[i]));
    }
    return nearest;
  }
}
