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

  /**
   * Returns how many ordinals below {@code rowCount} are accepted. Counts them one word at a time;
   * whoever knows the number says so.
   */
  default int count(int rowCount) {
    int count = 0;
    for (int i = 0; i < rowCount >>> 6; i++) {
      count += Long.bitCount(word(i));
    }
    int rest = rowCount & 63;
    return rest == 0 ? count : count + Long.bitCount(word(rowCount >>> 6) << (Long.SIZE - rest));
  }

  /** Returns whether {@code ordinal} is accepted. */
  default boolean contains(int ordinal) {
    return ((word(ordinal >>> 6) >>> ordinal) & 1L) != 0;
  }
}
