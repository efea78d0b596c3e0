package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The one-bit codes of all rows of a segment, each at the start of its node's block of links in a
 * mapped file, or one after another in an array.
 *
 * @param rows where they lie, as {@link SignLayout} says, little endian
 * @param array what {@code rows} is a view of, or {@code null}
 * @param stride bytes from one row to the next
 * @param rowCount how many rows there are
 * @param quantizer what made the codes
 */
record SignCodes(
    MemorySegment rows, byte @Nullable [] array, long stride, int rowCount, SignQuantizer quantizer)
    implements WalkCodes {

  /**
   * Nodes kept for ranking for each one whose links are followed: what these codes say of a
   * distance is off by so much that true neighbours are found among many (docs/decisions/0036).
   */
  private static final int KEPT = 2;

  /** Codes a block's rows, one after another with {@code stride}, into {@code target}. */
  static void encode(
      VectorBlock block,
      SignQuantizer quantizer,
      int from,
      int to,
      MemorySegment target,
      long stride) {
    VectorKernels kernels = KernelProvider.forElement(block.element());
    CodeKernels coding = KernelProvider.forCodes();
    SignKernels signs = KernelProvider.forSigns();
    SignQuantizer.Turned row = new SignQuantizer.Turned(quantizer.layout());
    float[] vector = new float[block.dimension()];
    long[] words = new long[quantizer.layout().words()];
    for (int ordinal = from; ordinal < to; ordinal++) {
      long offset = ordinal * block.rowBytes();
      kernels.load(block.vectors(), offset, block.dimension(), vector);
      double squaredNorm = kernels.squaredNorm(block.vectors(), offset, block.dimension());
      quantizer.turn(vector, InverseNorms.ofSquare(squaredNorm), coding, signs, row);
      quantizer.measure(row);
      signs.signs(row.turned, words);
      put(row, words, quantizer.layout(), target, (ordinal - from) * stride);
    }
  }

  private static void put(
      SignQuantizer.Turned row,
      long[] words,
      SignLayout layout,
      MemorySegment target,
      long offset) {
    for (int w = 0; w < words.length; w++) {
      target.set(RowCodes.LONG, offset + (long) w * Long.BYTES, words[w]);
    }
    target.set(RowCodes.FLOAT, offset + layout.tailOffset(), row.bias);
    target.set(RowCodes.FLOAT, offset + layout.tailOffset() + Float.BYTES, row.factor);
  }

  @Override
  public RowScorer scorer(float[] query, KernelWarmUp warmUp) {
    SignScorer scorer = new SignScorer(this, warmUp);
    scorer.useQuery(query);
    return scorer;
  }

  @Override
  public int kept(int breadth) {
    return (int) Math.min(Integer.MAX_VALUE, (long) KEPT * breadth);
  }

  /** Estimates err by as much to either side, so their errors tell how much that is. */
  @Override
  public Rescoring.Caution caution() {
    return Rescoring.Caution.BY_MEAN_ERROR;
  }

  @Override
  public long heapBytes() {
    return (long) quantizer.layout().codeBytes() * rowCount;
  }

  @Override
  public WalkCodes onHeap() {
    int bytes = quantizer.layout().codeBytes();
    byte[] copy = new byte[Math.toIntExact(heapBytes())];
    for (int row = 0; row < rowCount; row++) {
      MemorySegment.copy(rows, ValueLayout.JAVA_BYTE, row * stride, copy, row * bytes, bytes);
    }
    return new SignCodes(MemorySegment.ofArray(copy), copy, bytes, rowCount, quantizer);
  }
}
