package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Comparing with a row's code takes a tenth of comparing with its float32 vector: a quarter of the memory, and integer arithmetic. A
 * code is not the vector, but how far from it is known when the row is coded. So the distance by code says how near the row can be at
 * best, and whoever has k rows need only look at the vectors of those that can be nearer (CodedSearch). What is found is what comparing
 * with all vectors finds, to the bit; but for long vectors, of which a first look at one bit a component tells nearly for certain which are
 * far (Sketches).
 *
 * Codes lie in one array that is made anew, twice as large and from a new center, whenever it is full: each row is coded about twice,
 * and a center that was chosen when the first rows came does not stay. Readers go by a snapshot of how many rows are coded; behind it
 * the array is written, before it never.
 */
/**
 * Codes, on the heap, of the first rows of a block to which more are added: they make comparing
 * with all rows several times cheaper, and all but leave its result as it is.
 *
 * <p>Safe for use by many threads.
 */
public final class CodedRows {
  /** Fewer rows are compared in less time than a code of the query and two passes take. */
  static final int LEAST_ROWS = 256;

  /**
   * Bytes of codes that are compared in the time that a walk takes over as many vectors, an
   * estimate: 46,000 rows of 128 components.
   */
  private static final int AS_LONG_AS_A_WALK = 6 << 20;

  /**
   * The same in rows, where a first look at one bit a component leaves few to compare: those of 384
   * components take 8 ns each, docs/decisions/0059.
   */
  private static final int LOOKED_AT_AS_LONG_AS_A_WALK = 40_000;

  /** Codes and norm of a row are one array's, and its indexes are ints. */
  private static final long MOST_BYTES = 1L << 30;

  private final Metric metric;
  private final HeapBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Coded coded;

  /**
   * Starts with no row.
   *
   * @param metric what is searched for by
   * @param budget says how much heap there is; without room rows are compared as they are
   */
  public CodedRows(Metric metric, HeapBudget budget) {
    this.metric = metric;
    this.budget = budget;
  }

  /** Returns whether codes of such vectors would help: they are smaller, and the metric has any. */
  public static boolean help(Element element, Metric metric) {
    return metric != Metric.HAMMING && (element == Element.FLOAT32 || element == Element.FLOAT16);
  }

  /** Returns what would be searched by. */
  public Metric metric() {
    return metric;
  }

  /** Returns the codes of as many rows as are coded; {@code null} while there are none. */
  @Nullable Coded coded() {
    return coded;
  }

  /** Returns how many rows are coded. */
  public int rowCount() {
    Coded now = coded;
    return now == null ? 0 : now.rowCount();
  }

  /** Returns of how many of {@code rowCount} rows a call of {@link #growTo} would make codes. */
  public int uncoded(int rowCount) {
    return rowCount < LEAST_ROWS ? 0 : Math.max(0, rowCount - rowCount());
  }

  /**
   * Codes the rows of a block that are not yet. Does nothing while another thread is at it, where
   * the rows are few, or where the heap has no room for more.
   *
   * @param block the same rows as before, and more; their memory must stay alive until this returns
   */
  public void growTo(VectorBlock block) {
    if (uncoded(block.rowCount()) == 0 || !lock.tryLock()) {
      return;
    }
    try {
      Coded now = coded;
      if (now != null && now.capacity() >= block.rowCount()) {
        coded = now.grownTo(block);
      } else if (uncoded(block.rowCount()) > 0) {
        startAnew(block, 2L * block.rowCount(), now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns up to how many rows of a dimension comparing takes no longer than a walk would. */
  public static int mostCompared(int dimension) {
    return Sketches.help(dimension)
        ? LOOKED_AT_AS_LONG_AS_A_WALK
        : AS_LONG_AS_A_WALK / new CodeLayout(dimension).rowBytes();
  }

  /** Returns whether nearly all of so many rows are coded, and comparing them is no dear matter. */
  public boolean beatWalk(int rowCount) {
    Coded now = coded;
    return now != null
        && rowCount - now.rowCount() < LEAST_ROWS
        && rowCount <= mostCompared(now.codes().layout().dimension());
  }

  /** Codes the rows of a block to which none will be added, with room for no more. */
  public void codeAll(VectorBlock block) {
    lock.lock();
    try {
      if (coded == null && block.rowCount() >= LEAST_ROWS) {
        startAnew(block, block.rowCount(), null);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the accepted rows within {@code radius} of {@code query}, nearest first, at most {@code
   * k}: as {@link ExactSearch#within}, and to the bit what it returns, but that with 256 components
   * and more one row in tens of thousands may be missing.
   *
   * @param block the rows, at least as many as are coded, or a view of fewer
   * @param scratch memory that no other search is using
   */
  public Neighbors within(
      VectorBlock block,
      float[] query,
      float radius,
      int k,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch,
      BooleanSupplier cancelled) {
    Coded now = coded;
    int rows = accepted == null ? block.rowCount() : accepted.count(block.rowCount());
    if (now == null || rows < Math.max(LEAST_ROWS, 2L * k)) {
      return ExactSearch.within(
          block, query, metric, radius, k, accepted, scratch.warmUp(), cancelled);
    }
    block.checkQuery(query);
    ExactScorer exact = exact(now, block, scratch.warmUp());
    exact.useQuery(query);
    return scratch.coded.search(now, exact, block, query, radius, k, accepted, scratch, cancelled);
  }

  private static ExactScorer exact(Coded coded, VectorBlock block, KernelWarmUp warmUp) {
    VectorKernels kernels = KernelProvider.forElement(block.element());
    LaneOrderKernels instead = warmUp.instead(block.element());
    VectorKernels norms = instead == null ? kernels : instead;
    InverseNorms known =
        ordinal ->
            ordinal < coded.rowCount()
                ? coded.inverseNorms()[ordinal]
                : InverseNorms.ofSquare(
                    norms.squaredNorm(
                        block.vectors(), ordinal * block.rowBytes(), block.dimension()));
    return new ExactScorer(block, coded.metric(), known, warmUp);
  }

  /** Gives the heap back; to be called when nobody searches any more. */
  public void leaveHeap() {
    lock.lock();
    try {
      Coded now = coded;
      coded = null;
      if (now != null) {
        budget.giveBack(now.bytes());
      }
    } finally {
      lock.unlock();
    }
  }

  private void startAnew(VectorBlock block, long capacity, @Nullable Coded before) {
    long bytes = Coded.bytes(block.dimension(), capacity);
    if (bytes > MOST_BYTES || !budget.take(bytes)) {
      return;
    }
    coded = Coded.of(block, metric, (int) capacity);
    if (before != null) {
      budget.giveBack(before.bytes());
    }
  }
}
