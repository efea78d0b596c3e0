package dev.pilum;

import org.jspecify.annotations.Nullable;

/**
 * A row that a hybrid search found.
 *
 * @param row the selected columns
 * @param score how good; grows when better. Comparable within one search only
 * @param vector what the vector leg says of it; {@code null} when it was not among its candidates
 * @param text what the text leg says of it; {@code null} when it was not among its candidates
 */
public record HybridHit(Row row, float score, @Nullable Leg vector, @Nullable Leg text) {
  /**
   * What one leg says of a row.
   *
   * @param rank 1 for the leg's best
   * @param score the leg's own, as {@link Hit#score} or {@link TextHit#score}
   */
  public record Leg(int rank, float score) {}
}
