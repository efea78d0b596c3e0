package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Approximate distances between the query and rows, from their int8 codes alone. One thread at a
 * time.
 *
 * <p>Good for finding the way and for choosing what to look at exactly; not for results.
 */
final class CodeScorer implements RowScorer {

  /** As in {@link ExactScorer}: until the vector kernels are warm, at a place of their own. */
  private final @Nullable ScalarCodeKernels plain;

  private final CodeKernels kernels;
  private final RowCodes codes;
  private final MemorySegment rows;
  private final long rowBytes;
  private final int scaleOffset;
  private final int biasOffset;
  private final Code query;
  private final int[] sums = new int[4];
  private float queryScale;
  private float queryBias;

  CodeScorer(RowCodes codes) {
    this(codes, KernelWarmUp.over());
  }

  /** As the shorter form, with the kernels that {@code warmUp} has ready. */
  CodeScorer(RowCodes codes, KernelWarmUp warmUp) {
    this.plain = warmUp.isOver() ? null : new ScalarCodeKernels();
    this.kernels = plain == null ? KernelProvider.forCodes() : plain;
    this.codes = codes;
    this.rows = codes.rows();
    this.rowBytes = codes.layout().rowBytes();
    this.scaleOffset = codes.layout().scaleOffset();
    this.biasOffset = codes.layout().biasOffset();
    this.query = new Code(codes.layout());
  }

  @Override
  public void useQuery(float[] newQuery) {
    double squaredNorm = 0d;
    for (float component : newQuery) {
      squaredNorm += (double) component * component;
    }
    codes.quantizer().encode(newQuery, InverseNorms.ofSquare(squaredNorm), query);
    useCode();
  }

  @Override
  public void useRow(int ordinal) {
    long offset = ordinal * rowBytes;
    kernels.load(rows, offset, query.components);
    query.scale = rows.get(RowCodes.FLOAT, offset + scaleOffset);
    query.bias = rows.get(RowCodes.FLOAT, offset + biasOffset);
    useCode();
  }

  @Override
  public float distance(int ordinal) {
    long offset = ordinal * rowBytes;
    int sum =
        plain == null
            ? kernels.dot(query.components, rows, offset)
            : plain.dot(query.components, rows, offset);
    return distance(offset, sum);
  }

  @Override
  public void distances4(int[] ordinals, int from, float[] distances) {
    long a = ordinals[from] * rowBytes;
    long b = ordinals[from + 1] * rowBytes;
    long c = ordinals[from + 2] * rowBytes;
    long d = ordinals[from + 3] * rowBytes;
    if (plain == null) {
      kernels.dot4(query.components, rows, a, b, c, d, sums);
    } else {
      plain.dot4(query.components, rows, a, b, c, d, sums);
    }
    distances[0] = distance(a, sums[0]);
    distances[1] = distance(b, sums[1]);
    distances[2] = distance(c, sums[2]);
    distances[3] = distance(d, sums[3]);
  }

  private void useCode() {
    queryScale = codes.quantizer().factor() * query.scale;
    queryBias = query.bias;
  }

  private float distance(long offset, int sum) {
    float scale = rows.get(RowCodes.FLOAT, offset + scaleOffset) * queryScale;
    float bias = rows.get(RowCodes.FLOAT, offset + biasOffset) + queryBias;
    float distance = bias + scale * sum;
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
  }
}
