package dev.pilum.hnsw;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds approximately nearest rows by walking a graph over the block it was built over.
 *
 * <p>Safe for use by many threads, each with its own {@link SearchScratch}.
 */
public final class HnswSearcher {

  private final HnswGraph graph;
  private final VectorBlock block;

  /**
   * Brings links and vectors together; takes no time.
   *
   * @throws InvalidRequest when {@code graph} was built over vectors of another shape
   */
  public HnswSearcher(HnswGraph graph, VectorBlock block) {
    graph.shape().checkBlock(block);
    this.graph = graph;
    this.block = block;
  }

  /**
   * Returns the {@code ef} to use for {@code k} when nobody chose one: 100, or twice {@code k}
   * where that is more.
   */
  public static int defaultEf(int k) {
    return Math.max(100, (int) Math.min(Integer.MAX_VALUE, 2L * k));
  }

  /**
   * Returns up to {@code k} rows near {@code query}, nearest first.
   *
   * <p>With {@code accepted}, the walk passes through every node but keeps accepted rows only,
   * until it has found {@code ef} of them and nothing nearer is in sight: recall is that of a
   * search without a filter, at a cost that grows as fewer rows are accepted. It returns fewer than
   * {@code k} rows only when it has been everywhere; a caller who knows of more accepted rows then
   * searches exactly.
   *
   * @param query as many finite components as the vectors' dimension; not changed
   * @param k at least 1
   * @param ef breadth of the search, 1 or more; raised to {@code k} where it is less. Recall and
   *     time grow with it
   * @param accepted rows that may be returned; {@code null} for all
   * @param scratch memory that no other search is using
   * @throws InvalidRequest when {@code k}, {@code ef} or the query is unfit
   * @throws Closed when the memory of the graph or of the vectors was closed
   * @throws dev.pilum.storage.error.Corruption when the search comes across a damaged link
   */
  public Neighbors search(
      float[] query, int k, int ef, @Nullable AcceptedOrdinals accepted, SearchScratch scratch) {
    block.checkQuery(query);
    if (k < 1 || ef < 1) {
      throw new InvalidRequest("k and ef must be at least 1, got %d and %d".formatted(k, ef));
    }
    scratch.walk.start(graph);
    if (graph.entryOrdinal() == HnswGraph.NONE) {
      return Neighbors.ofSortedKeys(new long[0], 0);
    }
    try {
      return walk(query, k, ef, accepted, scratch);
    } catch (IllegalStateException e) {
      throw new Closed("the segment was closed during a search; search a snapshot that is open", e);
    }
  }

  private Neighbors walk(
      float[] query, int k, int ef, @Nullable AcceptedOrdinals accepted, SearchScratch scratch) {
    LaneOrderKernels plain = scratch.warmUp().instead(block.element());
    ExactScorer exact = new ExactScorer(block, graph.shape().metric(), graph, plain);
    exact.useQuery(query);
    RowCodes codes = graph.codes();
    RowScorer scorer = codes == null ? exact : codes.scorer(query, scratch.warmUp());
    GraphWalk walk = scratch.walk;
    long entry = walk.score(scorer, graph.entryOrdinal());
    long start = walk.descend(graph, scorer, entry, graph.topLevel(), 1);
    // Every node can be reached from the entry, so level 0 starts there too.
    int breadth = Math.min(Math.max(k, ef), graph.shape().indexedRowCount());
    if (accepted != null) {
      scratch.results.reset(breadth);
      walk.collect(graph, scorer, start, entry, accepted, scratch.results);
      return codes == null ? scratch.results.drain(k) : rescoredRows(exact, k, scratch);
    }
    walk.beam(graph, scorer, start, entry, 0, breadth);
    if (codes != null) {
      return rescoredNodes(exact, k, scratch);
    }
    return graph.hasDuplicates() ? withDuplicates(k, scratch) : walk.pool().nearest(k);
  }

  /** Ranks the rows that a walk over codes collected by their vectors. */
  private Neighbors rescoredRows(ExactScorer exact, int k, SearchScratch scratch) {
    NearestHeap results = scratch.results;
    int count = results.drainKeys(scratch.rescoring.candidates(results.size()));
    results.reset(Math.min(k, graph.shape().indexedRowCount()));
    scratch.rescoring.rank(exact, count, k, null, results);
    return results.drain(k);
  }

  /** Ranks the rows of the nodes that a walk over codes found by their vectors. */
  private Neighbors rescoredNodes(ExactScorer exact, int k, SearchScratch scratch) {
    CandidatePool pool = scratch.walk.pool();
    int count = pool.copyKeys(scratch.rescoring.candidates(pool.size()));
    scratch.results.reset(Math.min(k, graph.shape().indexedRowCount()));
    scratch.rescoring.rank(exact, count, k, graph, scratch.results);
    return scratch.results.drain(k);
  }

  private Neighbors withDuplicates(int k, SearchScratch scratch) {
    CandidatePool pool = scratch.walk.pool();
    scratch.results.reset(Math.min(k, graph.shape().indexedRowCount()));
    for (int rank = 0; rank < pool.size() && pool.key(rank) < scratch.results.bound(); rank++) {
      GraphWalk.offerRows(graph, pool.key(rank), null, scratch.results);
    }
    return scratch.results.drain(k);
  }
}
