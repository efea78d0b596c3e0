package dev.pilum.hnsw;

/*
 * A walk towards the query cares little whether the rows it passes are accepted: what it needs is to be wide enough to meet
 * as many accepted ones as it would have met without a filter. A filter that leaves half of the rows changes nothing: among
 * the 100 nearest nodes there will be 50 accepted ones, and we want ten. One that leaves a tenth needs a walk twice as long.
 * That holds for filters that have nothing to do with the query. If near rows are accepted more often than far ones, the
 * walk ends early by itself. If they are accepted less often, the walk finds out after ef nodes and goes on until it has met
 * ef accepted rows, or leaves the rest to an exact search where that is cheaper.
 *
 * Not done: following links over rejected nodes to their neighbours without looking at them (ACORN; Patel et al., 2024). It
 * pays below some 5 % in graphs so large that an exact search of what is left takes milliseconds.
 */
/**
 * One walk through one graph under a filter.
 *
 * <p>Made for one query; one thread.
 */
final class FilteredSearch {

  private final HnswGraph graph;
  private final RowScorer scorer;
  private final AcceptedOrdinals accepted;
  private final SearchScratch scratch;
  private final SearchPlan plan;

  /** {@code scorer} has its query; {@code plan} does not say that the search is exact. */
  FilteredSearch(
      HnswGraph graph,
      RowScorer scorer,
      AcceptedOrdinals accepted,
      SearchScratch scratch,
      SearchPlan plan) {
    this.graph = graph;
    this.scorer = scorer;
    this.accepted = accepted;
    this.scratch = scratch;
    this.plan = plan;
  }

  /**
   * Fills the scratch's results from a walk on level 0 that starts at two nodes; returns whether
   * they can be trusted. If not, an exact search costs less than going on.
   */
  boolean walk(long start, long entry) {
    int least = plan.leastAccepted();
    boolean found =
        plan.method() == SearchPlan.Method.WALK
            ? usualWalk(start, entry, least)
            : longWalk(start, entry, plan.target(), plan.mostNodes(), least);
    return found || widerWalk(start, entry);
  }

  /** Walks as without a filter, then takes what is accepted. */
  private boolean usualWalk(long start, long entry, int leastAccepted) {
    CandidatePool pool = scratch.walk.pool();
    NearestHeap results = scratch.results;
    WalkCodes codes = graph.codes();
    int kept = Math.max(codes == null ? plan.ef() : codes.kept(plan.ef()), spare());
    scratch.walk.begin(graph, start, entry, kept);
    scratch.walk.widen(graph, scorer, 0, plan.ef());
    if (scratch.walk.acceptedNodes(accepted, plan.ef()) < leastAccepted) {
      return false;
    }
    results.reset(kept);
    for (int rank = 0; rank < pool.size() && pool.key(rank) < results.bound(); rank++) {
      GraphWalk.offerRows(graph, pool.key(rank), accepted, results);
    }
    return results.size() >= plan.target();
  }

  /**
   * Returns how many nodes hold a few accepted rows more than wanted: the walk has looked at them
   * anyway.
   */
  private int spare() {
    int rows = plan.target() + Math.max(2, plan.target() / 5);
    return (int) Math.min(graph.shape().indexedRowCount(), Math.ceil(rows / plan.share()));
  }

  /**
   * Walks until as many accepted rows were found as a walk without a filter would have found of
   * all; gives up at half of what an exact search costs, and does not start if even with rows
   * accepted as often as anywhere else that would not do.
   */
  private boolean widerWalk(long start, long entry) {
    int target = Math.min(plan.ef(), plan.acceptedRows());
    int missing = target - scratch.walk.acceptedNodes(accepted, plan.ef());
    return 2 * (plan.ef() + missing / plan.share()) < plan.mostNodes()
        && longWalk(start, entry, target, plan.mostNodes() / 2, 0);
  }

  private boolean longWalk(long start, long entry, int target, int mostNodes, int leastAccepted) {
    scratch.results.reset(target);
    WalkGoal goal = new WalkGoal(accepted, scratch.results, plan.ef(), mostNodes, leastAccepted);
    return scratch.walk.collect(graph, scorer, start, entry, goal) && scratch.results.isFull();
  }
}
