package dev.pilum.hnsw;

import org.jspecify.annotations.Nullable;

/**
 * Memory in which one {@link CodeScorer} after the other compares many rows. One thread at a time.
 */
final class CodeRoom {
  /** A multiple of the rows that are taken together, and enough for most lists of links. */
  private static final int LEAST = 32;

  /** The sum of each row in two halves, as {@link CodeKernels#sum} takes them. */
  long[] halves = new long[0];

  /** The bits of each row's scale, in the lower half, and bias. */
  long[] tails = new long[0];

  private @Nullable Code query;

  /** Returns a code to write one of such a layout to; the one returned before is lost. */
  Code query(CodeLayout layout) {
    Code last = query;
    if (last == null
        || last.components.length != layout.paddedDimension()
        || last.rest.length != layout.dimension()) {
      last = new Code(layout);
      query = last;
    }
    return last;
  }

  /** Makes room for {@code rows} rows, and for a whole number of steps. */
  void reserve(int rows) {
    if (halves.length < rows) {
      int length = (rows + LEAST - 1) & -LEAST;
      halves = new long[length];
      tails = new long[length];
    }
  }
}
