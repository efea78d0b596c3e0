package dev.pilum.storage.arrow;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A buffer to be written, given as pieces that follow one another, so that a file can be put
 * together from parts of mapped files without holding them in memory. May be larger than 2 GiB.
 *
 * @param lengthBytes bytes of all pieces together
 * @param pieces the bytes; may be made while iterating, and is iterated once for each time the
 *     buffer is written
 */
public record BufferPieces(long lengthBytes, Iterable<MemorySegment> pieces) {
  /** A buffer without bytes, which is also what a column without nulls has for its validity. */
  public static final BufferPieces EMPTY = new BufferPieces(0, List.of());

  /** Returns a buffer of one piece. */
  public static BufferPieces of(MemorySegment piece) {
    return new BufferPieces(piece.byteSize(), List.of(piece));
  }

  /** Returns a buffer of the given pieces. */
  public static BufferPieces of(List<MemorySegment> pieces) {
    long lengthBytes = 0;
    for (MemorySegment piece : pieces) {
      lengthBytes += piece.byteSize();
    }
    return new BufferPieces(lengthBytes, List.copyOf(pieces));
  }
}
