package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A graph in Java arrays, as it comes out of {@link HnswBuilder}.
 *
 * <p>While it grows, different threads may set the links of different nodes; whoever reads them
 * afterwards must have synchronised with the writers.
 */
final class HeapGraph extends HnswGraph {

  /** What fits in a byte without a sign; of links behind nothing is known. */
  private static final int MOST_JUDGED = 255;

  private final int rowCount;
  private final int m;
  private final int[] levelZero;
  private final int[] upperBlock;
  private final int[] upper;
  private final float[] inverseNorms;
  private final int @Nullable [] nextDuplicate;
  private final @Nullable Quantizer quantizer;

  /** Of each list, those of level 0 first, how many links are diverse, and how many are judged. */
  private final byte[] diverse;

  private final byte[] judged;
  private int entry = NONE;
  private int topLevel;

  /**
   * Makes a graph without links.
   *
   * @param levels the level of each node by ordinal, -1 for rows that are no node
   * @param inverseNorms by ordinal; empty unless the metric is {@link Metric#COSINE}
   * @param nextDuplicate by ordinal; {@code null} when no two rows are equal
   * @param quantizer makes the codes for the file; {@code null} when there are to be none
   */
  HeapGraph(
      GraphShape shape,
      byte[] levels,
      float[] inverseNorms,
      int @Nullable [] nextDuplicate,
      @Nullable Quantizer quantizer) {
    super(shape);
    this.rowCount = shape.rowCount();
    this.m = shape.parameters().m();
    this.inverseNorms = inverseNorms;
    this.nextDuplicate = nextDuplicate;
    this.quantizer = quantizer;
    this.levelZero = new int[Math.multiplyExact(rowCount, 2 * m)];
    this.upperBlock = new int[rowCount];
    this.upper = new int[Math.multiplyExact(assignUpperBlocks(levels), m)];
    this.diverse = new byte[Math.addExact(rowCount, upper.length / m)];
    this.judged = new byte[diverse.length];
    Arrays.fill(levelZero, NONE);
    Arrays.fill(upper, NONE);
  }

  /** Returns the largest number of rows whose links fit in one Java array. */
  static int maxRowCount(HnswParameters parameters) {
    return Integer.MAX_VALUE / 2 / parameters.maxLinks(0);
  }

  @Override
  int entryOrdinal() {
    return entry;
  }

  @Override
  int topLevel() {
    return topLevel;
  }

  @Override
  int copyLinks(int level, int ordinal, int[] target) {
    int[] links = level == 0 ? levelZero : upper;
    int stride = stride(level);
    int from = firstLink(level, ordinal);
    int count = 0;
    while (count < stride && links[from + count] != NONE) {
      target[count] = links[from + count];
      count++;
    }
    return count;
  }

  @Override
  void copyList(int level, int ordinal, int[] target) {
    int[] links = level == 0 ? levelZero : upper;
    System.arraycopy(links, firstLink(level, ordinal), target, 0, stride(level));
  }

  @Override
  Corruption damagedLink(int level, int ordinal, int place, int found) {
    throw new AssertionError("node " + ordinal + " has a link to " + found);
  }

  @Override
  int nextDuplicate(int ordinal) {
    return nextDuplicate == null ? NONE : nextDuplicate[ordinal];
  }

  /** Returns {@code null}: codes live as long as the build, and are made again for the file. */
  @Override
  @Nullable WalkCodes codes() {
    return null;
  }

  /** Returns what makes the codes for the file, or {@code null} when there are to be none. */
  @Nullable Quantizer quantizer() {
    return quantizer;
  }

  @Override
  boolean hasDuplicates() {
    return nextDuplicate != null;
  }

  @Override
  int firstUpperList(int ordinal) {
    return upperBlock[ordinal];
  }

  @Override
  int upperListCount() {
    return upper.length / m;
  }

  @Override
  public float inverseNorm(int ordinal) {
    return inverseNorms[ordinal];
  }

  /** Makes {@code ordinal}, a node of {@code level}, the place where searches start. */
  void enterAt(int ordinal, int level) {
    entry = ordinal;
    topLevel = level;
  }

  /**
   * Replaces the links of a node by the first {@code count} of {@code links}.
   *
   * @param diverseCount how many of them, from the first on, are diverse, and sorted by distance
   * @param judgedCount behind those, up to here, come some that are not beside them, sorted by
   *     distance; nothing is known about the others
   */
  void setLinks(int level, int ordinal, int[] links, int count, int diverseCount, int judgedCount) {
    assert diverseCount <= judgedCount && judgedCount <= count;
    int list = list(level, ordinal);
    diverse[list] = (byte) Math.min(diverseCount, MOST_JUDGED);
    judged[list] = (byte) Math.min(judgedCount, MOST_JUDGED);
    int[] target = level == 0 ? levelZero : upper;
    int from = firstLink(level, ordinal);
    System.arraycopy(links, 0, target, from, count);
    Arrays.fill(target, from + count, from + stride(level), NONE);
  }

  /** Adds a link behind the {@code count} that the node has; there must be room. */
  void appendLink(int level, int ordinal, int count, int link) {
    assert count < stride(level);
    (level == 0 ? levelZero : upper)[firstLink(level, ordinal) + count] = link;
  }

  /** Returns how many links of a list, from the first on, were chosen for being diverse. */
  int diverseCount(int level, int ordinal) {
    return diverse[list(level, ordinal)] & MOST_JUDGED;
  }

  /**
   * Returns how many links of a list, from the first on, are diverse or known not to be beside
   * those that are; those behind were appended since.
   */
  int judgedCount(int level, int ordinal) {
    return judged[list(level, ordinal)] & MOST_JUDGED;
  }

  int[] levelZeroLinks() {
    return levelZero;
  }

  int[] upperBlocks() {
    return upperBlock;
  }

  int[] upperLinks() {
    return upper;
  }

  float[] inverseNorms() {
    return inverseNorms;
  }

  int[] duplicateChains() {
    return nextDuplicate == null ? new int[0] : nextDuplicate;
  }

  private int assignUpperBlocks(byte[] levels) {
    int blocks = 0;
    for (int ordinal = 0; ordinal < rowCount; ordinal++) {
      upperBlock[ordinal] = levels[ordinal] > 0 ? blocks : NONE;
      blocks += Math.max(0, levels[ordinal]);
    }
    return blocks;
  }

  private int firstLink(int level, int ordinal) {
    return level == 0 ? ordinal * 2 * m : (upperBlock[ordinal] + level - 1) * m;
  }

  /** Returns the place of a list among those of all levels. */
  private int list(int level, int ordinal) {
    return level == 0 ? ordinal : rowCount + upperBlock[ordinal] + level - 1;
  }

  private int stride(int level) {
    return level == 0 ? 2 * m : m;
  }
}
