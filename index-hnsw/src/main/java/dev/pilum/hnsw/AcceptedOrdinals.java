package dev.pilum.hnsw;

/**
 * Which rows of one segment a search may return, as a bitmap. Where a parameter of this type is
 * {@code null}, all rows may.
 *
 * <p>Implementations must not change while a search runs, and must stand being read by many threads
 * at once.
 */
@FunctionalInterface
public interface AcceptedOrdinals {

  /**
   * Returns the bits of 64 ordinals: bit {@code b} set means that ordinal {@code 64 * index + b} is
   * accepted. Asked for any index below {@code (rowCount + 63) / 64}; bits at or past the row count
   * are ignored.
   */
  long word(int index);

  /** Returns whether {@code ordinal} is accepted. */
  default boolean contains(int ordinal) {
    return ((word(ordinal >>> 6) >>> ordinal) & 1L) != 0;
  }
}
