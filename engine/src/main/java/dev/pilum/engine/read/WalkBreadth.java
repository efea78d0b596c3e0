package dev.pilum.engine.read;

import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.HnswSearcher;
import org.jspecify.annotations.Nullable;

/**
 * How many candidates each of several walks keeps that together are to find enough.
 *
 * @param effort how thoroughly to look
 * @param scattered whether the rows that are looked for may lie in many places
 */
record WalkBreadth(Effort effort, boolean scattered) {
  /**
   * How fast the candidates that a walk needs grow with the part of all rows that its graph holds.
   * On 18,866 rows of 384-d text in 1, 2, 4 and 8 segments, {@code ef * share^0.375} in each gave
   * the recall of one graph with {@code ef}, for any ef from 10 to 100.
   */
  private static final double EF_GROWTH = 0.375;

  /**
   * Never fewer candidates than this part of {@code ef}, lest recall fall off where rows near each
   * other were written together and all that are near the query lie in one small segment.
   */
  private static final double LEAST_EF = 0.5;

  /**
   * Returns how many candidates a walk keeps, or {@link EfCalibration#OUT_OF_REACH} when no number
   * is known to do. A recall target is one for each walk by itself.
   *
   * @param count how many rows are looked for
   * @param share what part of the view's rows the graph holds, 0 to 1
   * @param calibration what the graph's recall was measured to be; {@code null} if it was not
   */
  int of(int count, double share, @Nullable EfCalibration calibration) {
    return switch (effort) {
      case Effort.Target(double recall) ->
          calibration == null ? EfCalibration.OUT_OF_REACH : calibration.efFor(recall, count);
      case Effort.Candidates(int chosen) -> shared(chosen > 0 ? chosen : usual(count), share);
      case Effort.Exact e -> EfCalibration.OUT_OF_REACH;
    };
  }

  /**
   * By dot product the rows within a radius may lie in many places, each with its own long vectors:
   * over 9,000 rows in 30 clusters a walk for 100 of them found .89 with {@code ef} 200, and .95
   * with 400.
   */
  private int usual(int count) {
    return HnswSearcher.defaultEf(
        (int) Math.min(Integer.MAX_VALUE, scattered ? 2L * count : count));
  }

  private static int shared(int ef, double share) {
    return share == 1 // as in most tables, for which no power need be computed
        ? ef
        : (int) Math.ceil(ef * Math.max(LEAST_EF, Math.pow(share, EF_GROWTH)));
  }
}
