package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Distances between the query and the vectors of one block, as they are stored. One thread at a
 * time.
 *
 * <p>The same query and row always give the same bits, whichever method computes them and whether
 * or not inverse norms were given, so that equal rows tie and exact and graph search agree.
 */
final class ExactScorer implements NodeScorer {

  /** More than the roundings of a distance and of squares add up to: less than ten of 2^-24. */
  private static final double COSINE_ERROR = 0x1p-20;

  private static final float[] NOTHING = new float[0];

  /**
   * Called row by row at places of their own: one place that saw both these and the vector kernels
   * would be compiled for two receivers, and slower for good.
   */
  private final @Nullable LaneOrderKernels plain;

  /** Set for {@link Metric#HAMMING} alone; called at places of their own for the same reason. */
  private final @Nullable BitKernels bits;

  private final VectorKernels kernels;
  private final MemorySegment rows;
  private final int dimension;
  private final long rowBytes;
  private final Metric metric;
  private final @Nullable InverseNorms norms;

  private final PackedBits queryBits;
  private float[] query = NOTHING;
  private float[] rowBuffer = NOTHING;
  private float[] four = NOTHING;
  private float[] squaredNorms = NOTHING;
  private float queryInverseNorm;

  /** {@code norms} may be {@code null}: they are then computed on the way. */
  ExactScorer(VectorBlock block, Metric metric, @Nullable InverseNorms norms) {
    this(block, metric, norms, KernelWarmUp.over());
  }

  /**
   * As the shorter form, with the kernels that {@code warmUp} says.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when {@code metric} does not measure such
   *     elements
   */
  ExactScorer(VectorBlock block, Metric metric, @Nullable InverseNorms norms, KernelWarmUp warmUp) {
    block.checkMetric(metric);
    this.plain = warmUp.instead(block.element());
    this.bits = metric == Metric.HAMMING ? warmUp.bits() : null;
    this.queryBits = new PackedBits(bits == null ? 0 : (int) block.rowBytes());
    this.kernels = plain == null ? KernelProvider.forElement(block.element()) : plain;
    this.rows = block.vectors();
    this.dimension = block.dimension();
    this.rowBytes = block.rowBytes();
    this.metric = metric;
    this.norms = norms;
  }

  /** Returns how many bytes a row takes. */
  long rowBytes() {
    return rowBytes;
  }

  /** Returns one over the norm of the query, by cosine; else anything. */
  float queryInverseNorm() {
    return queryInverseNorm;
  }

  @Override
  public void useQuery(float[] newQuery) {
    query = newQuery;
    if (bits != null) {
      queryBits.pack(newQuery);
    }
    if (metric == Metric.COSINE) {
      queryInverseNorm = InverseNorms.ofSquare(InverseNorms.squaredNorm(newQuery));
    }
  }

  @Override
  public void useRow(int ordinal) {
    if (bits != null) {
      queryBits.copy(rows, ordinal * rowBytes);
      return;
    }
    if (rowBuffer.length < dimension) {
      rowBuffer = new float[dimension];
    }
    kernels.load(rows, ordinal * rowBytes, dimension, rowBuffer);
    query = rowBuffer;
    if (metric == Metric.COSINE) {
      queryInverseNorm = rowInverseNorm(ordinal);
    }
  }

  @Override
  public float distance(int ordinal) {
    return fromSum(sum(ordinal * rowBytes), ordinal);
  }

  @Override
  public void distances4(int[] ordinals, int from, float[] distances) {
    long a = ordinals[from] * rowBytes;
    long b = ordinals[from + 1] * rowBytes;
    long c = ordinals[from + 2] * rowBytes;
    long d = ordinals[from + 3] * rowBytes;
    if (bits != null) {
      bits.distances4(queryBits.words(), rows, a, b, c, d, queryBits.bytes(), distances);
      return;
    }
    if (plain != null) {
      plainSums(plain, a, b, c, d, distances);
    } else if (metric == Metric.L2) {
      kernels.squaredL2Of4(query, rows, a, b, c, d, dimension, distances);
    } else {
      kernels.dot4(query, rows, a, b, c, d, dimension, distances);
    }
    for (int i = 0; i < 4; i++) {
      distances[i] = fromSum(distances[i], ordinals[from + i]);
    }
  }

  /**
   * Writes the distances to {@code count} rows from {@code first} on to the front of {@code
   * distances}. A norm that must be computed is, while its row is in the cache.
   */
  void distances(int first, int count, float[] distances) {
    long at = first * rowBytes;
    switch (metric) {
      case L2 -> {
        kernels.squaredL2s(query, rows, at, rowBytes, count, dimension, distances);
        for (int i = 0; i < count; i++) {
          distances[i] = orInfinity(distances[i]);
        }
      }
      case DOT -> {
        kernels.dots(query, rows, at, rowBytes, count, dimension, distances);
        for (int i = 0; i < count; i++) {
          distances[i] = orInfinity(1f - distances[i]);
        }
      }
      case COSINE -> cosines(first, count, distances);
      case HAMMING -> {
        for (int i = 0; i < count; i++) {
          distances[i] = sum((first + i) * rowBytes);
        }
      }
    }
  }

  /**
   * Finds those of {@code count} rows from {@code first} on that are no farther away than {@code
   * bound}.
   *
   * @param ordinals gets them, in ascending order; has room for {@code count}
   * @param distances gets the distances to them; has room for {@code count}
   * @return how many there are
   */
  int within(float bound, int first, int count, int[] ordinals, float[] distances) {
    long at = first * rowBytes;
    switch (metric) {
      case L2 -> kernels.squaredL2s(query, rows, at, rowBytes, count, dimension, distances);
      case DOT -> {
        kernels.dots(query, rows, at, rowBytes, count, dimension, distances);
        for (int i = 0; i < count; i++) {
          distances[i] = 1f - distances[i];
        }
      }
      case COSINE -> {
        if (norms == null) {
          return cosinesWithin(bound, first, count, ordinals, distances);
        }
        cosines(first, count, distances);
      }
      case HAMMING -> distances(first, count, distances);
    }
    int found = kernels.notAbove(bound, distances, count, ordinals);
    for (int i = 0; i < found; i++) {
      int place = ordinals[i];
      ordinals[i] = first + place;
      distances[i] = orInfinity(distances[place]);
    }
    return found;
  }

  /*
   * A root and a division for each row would take a fifth of the time. Nearly all rows are told to be too far away by squares: they
   * are when dot * |dot| / |query|² < |row|² * cosine², for the cosine at the bound, made smaller by more than roundings can do, for
   * sums that are large enough to have no absolute errors. Rows without a usable norm are at distance 1, above all bounds for which
   * that is asked.
   */
  private int cosinesWithin(float bound, int first, int count, int[] ordinals, float[] distances) {
    dotsAndNorms(first * rowBytes, count, distances);
    int near =
        kernels.notBelowCosine(
            squaredCosineAbove(bound), queryInverseNorm, distances, squaredNorms, count, ordinals);
    int found = 0;
    for (int i = 0; i < near; i++) {
      int place = ordinals[i];
      float distance = cosine(distances[place], InverseNorms.ofSquare(squaredNorms[place]));
      if (distance <= bound) {
        ordinals[found] = first + place;
        distances[found++] = distance;
      }
    }
    return found;
  }

  /** Returns NaN where rows cannot be told by it. */
  private static float squaredCosineAbove(float bound) {
    double cosine = (1d - bound - COSINE_ERROR) * (1d - COSINE_ERROR);
    return cosine > 0d ? (float) (cosine * cosine) : Float.NaN;
  }

  private void cosines(int first, int count, float[] distances) {
    long at = first * rowBytes;
    if (norms == null) {
      cosinesAndNorms(at, count, distances);
      return;
    }
    kernels.dots(query, rows, at, rowBytes, count, dimension, distances);
    for (int i = 0; i < count; i++) {
      distances[i] = cosine(distances[i], norms.inverseNorm(first + i));
    }
  }

  private void cosinesAndNorms(long at, int count, float[] distances) {
    dotsAndNorms(at, count, distances);
    for (int i = 0; i < count; i++) {
      distances[i] = cosine(distances[i], InverseNorms.ofSquare(squaredNorms[i]));
    }
  }

  private void dotsAndNorms(long at, int count, float[] dots) {
    if (squaredNorms.length < count) {
      squaredNorms = new float[count];
    }
    kernels.dotsAndNorms(query, rows, at, rowBytes, count, dimension, dots, squaredNorms);
  }

  @Override
  public void distancesOf(int[] ordinals, int count, float[] distances) {
    int i = 0;
    if (count >= 4 && four.length == 0) {
      four = new float[4];
    }
    for (; i + 4 <= count; i += 4) {
      distances4(ordinals, i, four);
      System.arraycopy(four, 0, distances, i, 4);
    }
    for (; i < count; i++) {
      distances[i] = distance(ordinals[i]);
    }
  }

  private float sum(long offset) {
    if (bits != null) {
      return bits.distance(queryBits.words(), rows, offset, queryBits.bytes());
    }
    if (plain != null) {
      return metric == Metric.L2
          ? plain.squaredL2(query, rows, offset, dimension)
          : plain.dot(query, rows, offset, dimension);
    }
    return metric == Metric.L2
        ? kernels.squaredL2(query, rows, offset, dimension)
        : kernels.dot(query, rows, offset, dimension);
  }

  private void plainSums(
      LaneOrderKernels plain, long a, long b, long c, long d, float[] distances) {
    if (metric == Metric.L2) {
      plain.squaredL2Of4(query, rows, a, b, c, d, dimension, distances);
    } else {
      plain.dot4(query, rows, a, b, c, d, dimension, distances);
    }
  }

  private float fromSum(float sum, int ordinal) {
    return switch (metric) {
      case L2 -> orInfinity(sum);
      case DOT -> orInfinity(1f - sum);
      case COSINE -> cosine(sum, rowInverseNorm(ordinal));
      case HAMMING -> sum;
    };
  }

  private float cosine(float dot, float rowInverseNorm) {
    float distance = 1f - dot * rowInverseNorm * queryInverseNorm;
    if (distance >= 0f) {
      return distance <= 2f ? distance : 2f;
    }
    return distance < 0f ? 0f : 1f; // NaN: an infinite sum times a norm of zero
  }

  private float rowInverseNorm(int ordinal) {
    if (norms != null) {
      return norms.inverseNorm(ordinal);
    }
    long offset = ordinal * rowBytes;
    return InverseNorms.ofSquare(
        plain == null
            ? kernels.squaredNorm(rows, offset, dimension)
            : plain.squaredNorm(rows, offset, dimension));
  }

  private static float orInfinity(float distance) {
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
  }
}
