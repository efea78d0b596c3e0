package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;

/**
 * What recall a graph reaches with which {@code ef}, measured on a sample of its own rows.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class EfCalibration {

  /** Answer of {@link #efFor} when no measured {@code ef} is enough. */
  public static final int OUT_OF_REACH = 0;

  private final int sampleSize;
  private final int[] ks;
  private final int[] efs;
  private final float[] recalls;
  private final float[] errors;

  /**
   * Keeps what was measured; the arrays are not copied.
   *
   * @param sampleSize how many rows were asked about
   * @param ks numbers of rows looked for, ascending
   * @param efs breadths of search, ascending
   * @param recalls mean recall for each k and ef, {@code efs.length} values for each k; 0 where
   *     {@code ef} is less than {@code k}
   * @param errors standard errors of those means
   */
  EfCalibration(int sampleSize, int[] ks, int[] efs, float[] recalls, float[] errors) {
    assert recalls.length == ks.length * efs.length;
    assert errors.length == recalls.length;
    this.sampleSize = sampleSize;
    this.ks = ks;
    this.efs = efs;
    this.recalls = recalls;
    this.errors = errors;
  }

  /** Returns how many rows were asked about. */
  public int sampleSize() {
    return sampleSize;
  }

  /**
   * Returns the smallest {@code ef} whose recall is, as far as the sample can tell, at least {@code
   * target}: the mean less one standard error, between measured breadths in a straight line.
   *
   * <p>A {@code k} between those measured counts as the next larger one; one larger than all gets
   * the {@code ef} of the largest in proportion.
   *
   * @param target more than 0, at most 1
   * @param k at least 1
   * @return {@link #OUT_OF_REACH} when no measured breadth is enough
   */
  public int efFor(double target, int k) {
    if (!(target > 0 && target <= 1) || k < 1) {
      throw new InvalidRequest(
          "a recall target lies above 0 and up to 1, k from 1 on; got %s and %d"
              .formatted(target, k));
    }
    if (ks.length == 0) {
      return OUT_OF_REACH;
    }
    int row = 0;
    while (row < ks.length - 1 && ks[row] < k) {
      row++;
    }
    double ef = efOfRow(target, row);
    double scale = Math.max(1.0, (double) k / ks[row]);
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(ef * scale));
  }

  int[] ks() {
    return ks;
  }

  int[] efs() {
    return efs;
  }

  float[] recalls() {
    return recalls;
  }

  float[] errors() {
    return errors;
  }

  /** Returns the mean recall for the k and the ef at these places. */
  float recall(int kPlace, int efPlace) {
    return recalls[kPlace * efs.length + efPlace];
  }

  private double efOfRow(double target, int row) {
    double before = 0;
    for (int i = 0; i < efs.length; i++) {
      double least = least(row, i);
      if (least >= target) {
        boolean first = i == 0 || efs[i - 1] < ks[row];
        return first ? efs[i] : between(efs[i - 1], efs[i], (target - before) / (least - before));
      }
      before = least;
    }
    return OUT_OF_REACH;
  }

  /** Recall bends downwards over ef, so that the straight line promises no more than there is. */
  private static double between(int low, int high, double share) {
    return Math.ceil(low + (high - low) * Math.clamp(share, 0.0, 1.0));
  }

  private double least(int row, int efPlace) {
    int at = row * efs.length + efPlace;
    return recalls[at] - errors[at];
  }
}
