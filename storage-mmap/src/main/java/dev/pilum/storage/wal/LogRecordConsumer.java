package dev.pilum.storage.wal;

import java.lang.foreign.MemorySegment;

/** Takes records as they are replayed. */
@FunctionalInterface
public interface LogRecordConsumer {
  /**
   * Takes one record.
   *
   * @param sequence its number, above that of the record before
   * @param payload its bytes, read-only, starting at a multiple of 8; gone when this method
   *     returns, so copy what is to stay
   */
  void accept(long sequence, MemorySegment payload);
}
