package dev.pilum.hnsw;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory for graph searches, reused from one to the next. One thread at a time; fits every graph,
 * growing to the largest.
 *
 * <p>Takes about one byte per row of the largest graph searched, and 8 bytes per candidate.
 */
public final class SearchScratch {

  final GraphWalk walk;
  final NearestHeap results = new NearestHeap();
  final Rescoring rescoring = new Rescoring();
  final CodedSearch coded = new CodedSearch();
  final CodeRoom codeRoom = new CodeRoom();

  private final KernelWarmUp warmUp;
  private int searches;
  private boolean comparedAll;

  /** Makes an empty scratch. */
  public SearchScratch() {
    this(KernelWarmUp.over());
  }

  /** Makes an empty scratch for searches that use what {@code warmUp} has ready. */
  public SearchScratch(KernelWarmUp warmUp) {
    this.warmUp = warmUp;
    this.walk = new GraphWalk(warmUp);
  }

  /** Returns whose kernels searches use. */
  public KernelWarmUp warmUp() {
    return warmUp;
  }

  /** Counts a search; returns {@code true} once in {@code interval}, a power of two. */
  public boolean countTo(int interval) {
    return (++searches & (interval - 1)) == 0;
  }

  /** Returns how many distances the last search computed: the work it did, whatever the machine. */
  public long scoredCount() {
    return walk.scoredCount();
  }

  /** Returns whether the last search of a graph under a filter compared with every accepted row. */
  public boolean comparedAll() {
    return comparedAll;
  }

  /** Gets ready for a search of {@code graph}. */
  void start(HnswGraph graph) {
    walk.start(graph);
    comparedAll = false;
  }

  /** Notes whether a search compared with every accepted row, for an index of others. */
  public void noteComparedAll(boolean did) {
    comparedAll = did;
  }

  /**
   * Makes searches ask {@code cancelled} now and then whether to end, until told otherwise: it says
   * {@code true} or throws. Nobody is asked when it is {@code null}.
   */
  public void cancelWhen(@Nullable BooleanSupplier cancelled) {
    walk.cancelWhen(cancelled);
  }

  /** Asks whether to end, as {@link #cancelWhen} said. */
  public boolean isCancelled() {
    return walk.isCancelled();
  }

  /**
   * Makes searches go round one node, as if no link led to it, until told otherwise.
   *
   * @param ordinal one that {@link HnswSearcher#canLeaveOut} allows, or -1 for none
   */
  public void leaveOut(int ordinal) {
    walk.leaveOut(ordinal);
  }
}
