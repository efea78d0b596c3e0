package dev.pilum.storage.wal;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One record to be written.
 *
 * @param sequence its number, above that of the record before
 * @param payload the bytes of these, one after another, at most {@link
 *     LogWriter#MAX_PAYLOAD_BYTES}; nobody may change them before they are written
 */
public record LogEntry(long sequence, List<MemorySegment> payload) {
  /** Copies the list, not the bytes. */
  public LogEntry {
    payload = List.copyOf(payload);
  }

  /** Returns how many bytes the payload has. */
  public long payloadBytes() {
    long total = 0;
    for (MemorySegment part : payload) {
      total += part.byteSize();
    }
    return total;
  }
}
