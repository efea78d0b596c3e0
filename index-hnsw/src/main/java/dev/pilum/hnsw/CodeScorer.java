package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Approximate distances between the query and rows, from their int8 codes alone. One thread at a
 * time.
 *
 * <p>Good for finding the way and for choosing what to look at exactly; not for results.
 */
final class CodeScorer implements NodeScorer {

  /** As in {@link ExactScorer}: until the vector kernels are warm, at a place of their own. */
  private final @Nullable ScalarCodeKernels plain;

  private final CodeKernels kernels;
  private final RowCodes codes;
  private final MemorySegment rows;
  private final byte @Nullable [] array;
  private final long rowBytes;
  private final int scaleOffset;
  private final Code query;
  private final int[] sums = new int[4];
  private final int excess;
  private final CodeRoom room;
  private int[] runSums = new int[0];
  private float queryScale;
  private float queryBias;

  CodeScorer(RowCodes codes) {
    this(codes, KernelWarmUp.over(), new CodeRoom());
  }

  /** As the shorter form, with the kernels that {@code warmUp} has ready, and in {@code room}. */
  CodeScorer(RowCodes codes, KernelWarmUp warmUp, CodeRoom room) {
    this.plain = warmUp.isOver() ? null : new ScalarCodeKernels();
    this.kernels = plain == null ? KernelProvider.forCodes() : plain;
    this.room = room;
    this.codes = codes;
    this.rows = codes.rows();
    this.array = codes.array();
    this.rowBytes = codes.layout().rowBytes();
    this.scaleOffset = codes.layout().scaleOffset();
    this.query = room.query(codes.layout());
    this.excess = kernels.excess(query.components.length);
  }

  @Override
  public void useQuery(float[] newQuery) {
    useQuery(newQuery, codes.quantizer().asksForNorms() ? inverseNorm(newQuery) : 1f);
  }

  /** As the shorter form; one over the norm of the query is only looked at by cosine. */
  void useQuery(float[] newQuery, float inverseNorm) {
    codes.quantizer().encode(newQuery, inverseNorm, plain == null ? kernels : plain, query);
    useCode();
  }

  private static float inverseNorm(float[] query) {
    return InverseNorms.ofSquare(InverseNorms.squaredNorm(query));
  }

  @Override
  public void useRow(int ordinal) {
    long offset = ordinal * rowBytes;
    kernels.load(rows, offset, query.components);
    long tail = tail(offset);
    query.scale = Float.intBitsToFloat((int) tail);
    query.bias = Float.intBitsToFloat((int) (tail >>> 32));
    useCode();
  }

  @Override
  public float distance(int ordinal) {
    long offset = ordinal * rowBytes;
    return distance(offset, sum(offset));
  }

  @Override
  public void distances4(int[] ordinals, int from, float[] distances) {
    four(ordinals, from, distances, 0);
  }

  @Override
  public void distancesOf(int[] ordinals, int count, float[] distances) {
    byte[] all = array;
    if (all != null) {
      inArray(all, ordinals, count, Float.NaN, distances);
      return;
    }
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      four(ordinals, i, distances, i);
    }
    if (i < count) {
      last(ordinals, i, count, distances);
    }
  }

  @Override
  public long nearOf(int[] ordinals, int count, float bound, float[] distances) {
    byte[] all = array;
    return all == null
        ? NodeScorer.super.nearOf(ordinals, count, bound, distances)
        : inArray(all, ordinals, count, bound, distances);
  }

  private long inArray(byte[] all, int[] ordinals, int count, float bound, float[] distances) {
    return kernels.distances(
        query.components,
        queryScale,
        queryBias,
        all,
        (int) rowBytes,
        ordinals,
        count,
        bound,
        room,
        distances);
  }

  /**
   * Computes the distances of {@code count} rows from {@code first} on, one behind the other, which
   * takes less than naming each.
   */
  void distancesOfRun(int first, int count, float[] distances) {
    byte[] all = array;
    if (all == null) {
      for (int i = 0; i < count; i++) {
        distances[i] = distance(first + i);
      }
      return;
    }
    if (runSums.length < count) {
      runSums = new int[count];
    }
    long offset = first * rowBytes;
    kernels.dotRun(query.components, all, (int) offset, (int) rowBytes, count, runSums);
    for (int i = 0; i < count; i++) {
      distances[i] = distance(offset + i * rowBytes, runSums[i]);
    }
  }

  private void four(int[] ordinals, int from, float[] distances, int to) {
    long a = ordinals[from] * rowBytes;
    long b = ordinals[from + 1] * rowBytes;
    long c = ordinals[from + 2] * rowBytes;
    long d = ordinals[from + 3] * rowBytes;
    sum4(a, b, c, d);
    distances[to] = distance(a, sums[0]);
    distances[to + 1] = distance(b, sums[1]);
    distances[to + 2] = distance(c, sums[2]);
    distances[to + 3] = distance(d, sums[3]);
  }

  /** Four at a time wait for memory together, so one to three are filled up with repetitions. */
  private void last(int[] ordinals, int from, int count, float[] distances) {
    long a = ordinals[from] * rowBytes;
    long b = ordinals[Math.min(from + 1, count - 1)] * rowBytes;
    long c = ordinals[count - 1] * rowBytes;
    sum4(a, b, c, c);
    for (int i = from; i < count; i++) {
      distances[i] = distance(ordinals[i] * rowBytes, sums[i - from]);
    }
  }

  private int sum(long offset) {
    if (array != null) {
      return kernels.dot(query.components, array, (int) offset);
    }
    return plain == null
        ? kernels.dot(query.components, rows, offset)
        : plain.dot(query.components, rows, offset);
  }

  private void sum4(long a, long b, long c, long d) {
    if (array != null) {
      room.reserve(4);
      kernels.dot4(query.components, array, (int) a, (int) b, (int) c, (int) d, room.halves);
      for (int i = 0; i < 4; i++) {
        sums[i] = CodeKernels.sum(room.halves[i], excess);
      }
    } else if (plain == null) {
      kernels.dot4(query.components, rows, a, b, c, d, sums);
    } else {
      plain.dot4(query.components, rows, a, b, c, d, sums);
    }
  }

  private void useCode() {
    queryScale = codes.quantizer().factor() * query.scale;
    queryBias = query.bias;
  }

  private float distance(long offset, int sum) {
    return CodeKernels.distance(tail(offset), queryScale, queryBias, sum);
  }

  /** Returns the bits of a row's scale, in the lower half, and bias. */
  private long tail(long offset) {
    return array == null
        ? rows.get(RowCodes.LONG, offset + scaleOffset)
        : (long) RowCodes.LONG_IN_ARRAY.get(array, (int) offset + scaleOffset);
  }
}
