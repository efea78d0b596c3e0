package dev.pilum.hnsw;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds approximately nearest rows by walking a graph over the block it was built over.
 *
 * <p>Safe for use by many threads, each with its own {@link SearchScratch}.
 */
public final class HnswSearcher implements VectorIndex {
  /** Comparing so many vectors takes as long as a few steps of a walk. */
  private static final int SMALL_GRAPH = 256;

  /**
   * One in so many rows more than {@code k} is kept for rescoring where {@code ef} is hardly larger
   * than {@code k}. With ef 10 for k 10 two more find .005 more on bigann10k, .002 on scifact, .001
   * on wordnet_minilm; more than two of them nothing more.
   */
  private static final int SPARE = 5;

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
   * Returns whether {@link SearchScratch#leaveOut} may name this row: a node of level 0 alone that
   * stands for no other row.
   */
  public boolean canLeaveOut(int ordinal) {
    int[] links = new int[graph.shape().parameters().maxLinks(0)];
    return ordinal != graph.entryOrdinal()
        && !graph.isOnUpperLevels(ordinal)
        && graph.nextDuplicate(ordinal) == HnswGraph.NONE
        && graph.copyLinks(0, ordinal, links) > 0;
  }

  /** Returns whether {@link #copyToHeap} would copy something: a look at two numbers. */
  public boolean wantsHeap(HeapBudget budget) {
    return graph.wantsHeap(budget);
  }

  /**
   * Copies the codes of a mapped graph to the heap if {@code budget} has room for them, and after
   * them its links if they are few, for walks from now on, which then take less time:
   * docs/decisions/0022 and 0061 have figures.
   *
   * @throws Closed when the memory of the graph was closed
   */
  public void copyToHeap(HeapBudget budget) {
    try {
      graph.copyToHeap(budget);
    } catch (IllegalStateException e) {
      throw new Closed("the segment was closed; search a snapshot that is open", e);
    }
  }

  /**
   * Gives back what {@link #copyToHeap} took; to be called when nobody begins a search any more.
   */
  public void leaveHeap() {
    graph.leaveHeap();
  }

  /** Returns the graph that it walks. */
  public HnswGraph graph() {
    return graph;
  }

  VectorBlock block() {
    return block;
  }

  @Override
  public int rowCount() {
    return block.rowCount();
  }

  /**
   * Returns the {@code ef} to use for {@code k} when nobody chose one: 100, or twice {@code k}
   * where that is more.
   */
  public static int defaultEf(int k) {
    return Math.max(100, (int) Math.min(Integer.MAX_VALUE, 2L * k));
  }

  /**
   * {@inheritDoc}
   *
   * <p>With {@code accepted} it returns {@code k} rows or all there are, at the recall of a search
   * without a filter: by a walk as wide as that takes, or by comparing with every accepted row
   * where that costs less, or where the walk did not find enough. {@link #plan} says which.
   *
   * @throws Closed when the memory of the graph or of the vectors was closed
   * @throws dev.pilum.storage.error.Corruption when the search comes across a damaged link
   */
  @Override
  public Neighbors search(
      float[] query, int k, int ef, @Nullable AcceptedOrdinals accepted, SearchScratch scratch) {
    SearchPlan plan = accepted == null ? null : plan(k, ef, accepted.count(block.rowCount()));
    return search(query, k, ef, plan, accepted, scratch);
  }

  @Override
  public Neighbors search(
      float[] query, int k, SearchPlan plan, AcceptedOrdinals accepted, SearchScratch scratch) {
    return search(query, k, plan.ef(), plan, accepted, scratch);
  }

  private Neighbors search(
      float[] query,
      int k,
      int ef,
      @Nullable SearchPlan plan,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch) {
    checkRequest(query, k, ef);
    scratch.start(graph);
    boolean nothing = plan != null && plan.acceptedRows() == 0;
    if (graph.entryOrdinal() == HnswGraph.NONE || nothing) {
      return Neighbors.ofSortedKeys(new long[0], 0);
    }
    try {
      return plan == null || accepted == null
          ? walk(query, k, ef, scratch)
          : filtered(query, k, plan, accepted, scratch);
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  /**
   * Returns the accepted rows within {@code radius} of {@code query}, nearest first, at most {@code
   * k}, by comparing with all of them. As {@link ExactSearch#within}, and to the bit what it
   * returns, but with what the graph knows about rows: by cosine it takes half the time, and where
   * codes are on the heap only rows that may be near by their codes are compared by their vectors.
   *
   * @param accepted rows that may be returned, all of them in the graph; {@code null} for all of
   *     the block, which then are
   * @param byCodes whether to look at codes at all
   * @param scratch memory that no other search is using; whose kernels to use
   */
  public Neighbors within(
      float[] query,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      boolean byCodes,
      SearchScratch scratch,
      BooleanSupplier cancelled) {
    checkRequest(query, k, 1);
    if (block.rowCount() == 0) {
      return Neighbors.ofSortedKeys(new long[0], 0);
    }
    int rows = accepted == null ? block.rowCount() : accepted.count(block.rowCount());
    Coded coded = byCodes ? coded(rows, k) : null;
    return compareAll(
        exact(query, scratch.warmUp()), coded, query, radius, k, accepted, scratch, cancelled);
  }

  /** Returns whether comparing so many rows would be by their codes first. */
  public boolean comparesByCodes(int rows, int k) {
    return coded(rows, k) != null;
  }

  /** Returns the codes to look at before so many rows are compared, if that helps. */
  private @Nullable Coded coded(int rows, int k) {
    return rows >= Math.max(CodedRows.LEAST_ROWS, 2L * k) ? graph.coded() : null;
  }

  /** Compares with all accepted rows, by {@code coded} first where that is not {@code null}. */
  private Neighbors compareAll(
      ExactScorer exact,
      @Nullable Coded coded,
      float[] query,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch,
      BooleanSupplier cancelled) {
    if (coded == null) {
      return ExactSearch.within(exact, block.rowCount(), radius, k, accepted, cancelled);
    }
    try {
      return scratch.coded.search(
          coded, exact, block, query, radius, k, accepted, scratch, cancelled);
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private static Closed closed(IllegalStateException e) {
    return new Closed("the segment was closed during a search; search a snapshot that is open", e);
  }

  @Override
  public SearchPlan plan(int k, int ef, int acceptedRows) {
    return SearchPlan.of(graph.shape(), k, ef, acceptedRows);
  }

  private void checkRequest(float[] query, int k, int ef) {
    block.checkQuery(query);
    if (k < 1 || ef < 1) {
      throw new InvalidRequest("k and ef must be at least 1, got %d and %d".formatted(k, ef));
    }
  }

  private ExactScorer exact(float[] query, KernelWarmUp warmUp) {
    ExactScorer exact = new ExactScorer(block, graph.shape().metric(), graph, warmUp);
    exact.useQuery(query);
    return exact;
  }

  /** Returns what walks compare with. */
  private RowScorer scorer(ExactScorer exact, float[] query, SearchScratch scratch) {
    WalkCodes codes = graph.codes();
    return codes == null ? exact : codes.scorer(query, exact.queryInverseNorm(), scratch);
  }

  private Neighbors walk(float[] query, int k, int ef, SearchScratch scratch) {
    ExactScorer exact = exact(query, scratch.warmUp());
    RowScorer scorer = scorer(exact, query, scratch);
    GraphWalk walk = scratch.walk;
    long entry = walk.score(scorer, graph.entryOrdinal());
    long start = walk.descend(graph, scorer, entry, graph.topLevel(), 1);
    // Every node can be reached from the entry, so level 0 starts there too.
    int breadth = breadth(k, ef);
    int kept = kept(k, breadth);
    walk.begin(graph, start, entry, kept);
    walk.widen(graph, scorer, 0, breadth);
    return found(exact, k, kept, scratch);
  }

  /** Takes what walks of one breadth after the other have found. */
  @FunctionalInterface
  interface Widening {
    /** Takes what the breadth with this number found; returns whether to go on. */
    boolean goOn(int place, Neighbors found);
  }

  /**
   * Finds what {@link #search} would find for as many rows as {@code ef}, at most {@code k}, with
   * each {@code ef} of {@code efs}, for the price of the last one: a wider walk begins with the
   * very steps of a narrower one.
   *
   * @param efs ascending
   */
  void widen(float[] query, int k, int[] efs, SearchScratch scratch, Widening widening) {
    ExactScorer exact = exact(query, scratch.warmUp());
    RowScorer scorer = scorer(exact, query, scratch);
    GraphWalk walk = scratch.walk;
    walk.start(graph);
    long entry = walk.score(scorer, graph.entryOrdinal());
    long start = walk.descend(graph, scorer, entry, graph.topLevel(), 1);
    int widest = breadth(1, efs[efs.length - 1]);
    walk.begin(graph, start, entry, kept(Math.min(k, widest), widest));
    for (int place = 0; place < efs.length; place++) {
      int breadth = breadth(1, efs[place]);
      int count = Math.min(k, efs[place]);
      walk.widen(graph, scorer, 0, breadth);
      if (!widening.goOn(place, found(exact, count, kept(count, breadth), scratch))) {
        return;
      }
    }
  }

  private int breadth(int k, int ef) {
    return Math.min(Math.max(k, ef), graph.shape().indexedRowCount());
  }

  /**
   * Returns how many nodes a walk keeps that follows the links of {@code breadth}: of those that it
   * has looked at anyway a few more than {@code k}, where codes may have put them in a wrong order.
   */
  private int kept(int k, int breadth) {
    WalkCodes codes = graph.codes();
    if (codes == null) {
      return breadth;
    }
    long spare = (long) k + Math.max(2, k / SPARE);
    long most = Math.max(codes.kept(breadth), spare);
    return (int) Math.min(most, graph.shape().indexedRowCount());
  }

  /** Returns the best of the {@code kept} nearest nodes that a walk came across. */
  private Neighbors found(ExactScorer exact, int k, int kept, SearchScratch scratch) {
    WalkCodes codes = graph.codes();
    if (codes != null) {
      return rescoredNodes(exact, codes, k, kept, scratch);
    }
    return graph.hasDuplicates()
        ? withDuplicates(k, kept, scratch)
        : scratch.walk.pool().nearest(k);
  }

  private Neighbors filtered(
      float[] query, int k, SearchPlan plan, AcceptedOrdinals accepted, SearchScratch scratch) {
    ExactScorer exact = exact(query, scratch.warmUp());
    if (plan.method() == SearchPlan.Method.EXACT) {
      return compareAccepted(exact, query, k, plan, accepted, scratch);
    }
    WalkCodes codes = graph.codes();
    RowScorer scorer = scorer(exact, query, scratch);
    GraphWalk walk = scratch.walk;
    long entry = walk.score(scorer, graph.entryOrdinal());
    long start = walk.descend(graph, scorer, entry, graph.topLevel(), 1);
    if (!new FilteredSearch(graph, scorer, accepted, scratch, plan).walk(start, entry)) {
      return compareAccepted(exact, query, k, plan, accepted, scratch);
    }
    return codes == null ? scratch.results.drain(k) : rescoredRows(exact, codes, k, scratch);
  }

  private Neighbors compareAccepted(
      ExactScorer exact,
      float[] query,
      int k,
      SearchPlan plan,
      AcceptedOrdinals accepted,
      SearchScratch scratch) {
    scratch.noteComparedAll(true);
    float any = Float.POSITIVE_INFINITY;
    BooleanSupplier cancelled = scratch.walk::isCancelled;
    Coded coded = coded(plan.acceptedRows(), k);
    return compareAll(exact, coded, query, any, k, accepted, scratch, cancelled);
  }

  /** Ranks the rows that a walk over codes collected by their vectors. */
  private Neighbors rescoredRows(ExactScorer exact, WalkCodes codes, int k, SearchScratch scratch) {
    NearestHeap results = scratch.results;
    int count = results.drainKeys(scratch.rescoring.candidates(results.size()));
    results.reset(Math.min(k, graph.shape().indexedRowCount()));
    scratch.rescoring.rank(exact, count, least(k, count), codes.caution(), null, results);
    return results.drain(k);
  }

  /** Ranks the rows of the nodes that a walk over codes found by their vectors. */
  private Neighbors rescoredNodes(
      ExactScorer exact, WalkCodes codes, int k, int kept, SearchScratch scratch) {
    CandidatePool pool = scratch.walk.pool();
    int size = Math.min(kept, pool.size());
    int count = pool.copyKeys(size, scratch.rescoring.candidates(size));
    scratch.results.reset(Math.min(k, graph.shape().indexedRowCount()));
    scratch.rescoring.rank(exact, count, least(k, count), codes.caution(), graph, scratch.results);
    return scratch.results.drain(k);
  }

  /**
   * Returns how many of {@code count} candidates are compared with the query whatever their codes
   * say: all in a small graph, where there are too few to tell how far codes are off.
   */
  private int least(int k, int count) {
    return graph.shape().indexedRowCount() <= SMALL_GRAPH ? count : k;
  }

  private Neighbors withDuplicates(int k, int breadth, SearchScratch scratch) {
    CandidatePool pool = scratch.walk.pool();
    scratch.results.reset(Math.min(k, graph.shape().indexedRowCount()));
    int nodes = Math.min(breadth, pool.size());
    for (int rank = 0; rank < nodes && pool.key(rank) < scratch.results.bound(); rank++) {
      GraphWalk.offerRows(graph, pool.key(rank), null, scratch.results);
    }
    return scratch.results.drain(k);
  }
}
