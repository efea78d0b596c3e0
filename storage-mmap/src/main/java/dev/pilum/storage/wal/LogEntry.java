package dev.pilum.storage.wal;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One record to be written.
 *
 * @param sequence its number, above that of the record before
 * @param payload the remaining bytes of these, one after another, at most {@link
 *     LogWriter#MAX_PAYLOAD_BYTES}; their positions stay
 */
public record LogEntry(long sequence, List<ByteBuffer> payload) {
  /** Copies the list, not the bytes. */
  public LogEntry {
    payload = List.copyOf(payload);
  }

  long payloadBytes() {
    long total = 0;
    for (ByteBuffer part : payload) {
      total += part.remaining();
    }
    return total;
  }
}
