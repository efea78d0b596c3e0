package dev.pilum.arrow;

import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses LZ4 frames (the format of lz4_Frame_format.md and lz4_Block_format.md). Frames
 * follow one another; checksums are skipped. Wrong input ends as {@link IllegalArgumentException}
 * or {@link IndexOutOfBoundsException}, never outside the arrays.
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int LAST_LITERALS = 15;

  private final byte[] source;
  private final MemorySegment sourceView;
  private final int end;
  private final byte[] target;
  private int in;
  private int out;

  /** Reads {@code length} bytes of {@code source} from {@code start} on, fills {@code target}. */
  Lz4Frame(byte[] source, int start, int length, byte[] target) {
    this.source = source;
    this.sourceView = MemorySegment.ofArray(source);
    this.in = start;
    this.end = start + length;
    this.target = target;
  }

  /** Returns how many bytes of the target have been filled. */
  int decompress() {
    while (in < end) {
      frame();
    }
    return out;
  }

  private void frame() {
    require(nextInt() == MAGIC, "no LZ4 frame");
    int flags = next();
    next();
    require(flags >>> 6 == 1, "LZ4 frame version");
    require((flags & 1) == 0, "LZ4 frame with a dictionary");
    in += (flags & 8) != 0 ? 8 : 0;
    next();
    for (int size = nextInt(); size != 0; size = nextInt()) {
      block(size & 0x7FFF_FFFF, size < 0);
      in += (flags & 16) != 0 ? 4 : 0;
    }
    in += (flags & 4) != 0 ? 4 : 0;
    require(in <= end, "LZ4 frame cut short");
  }

  private void block(int size, boolean stored) {
    require(size <= end - in, "LZ4 block cut short");
    if (stored) {
      copyLiterals(size);
    } else {
      sequences(in + size);
    }
  }

  private void sequences(int blockEnd) {
    while (in < blockEnd) {
      int token = next();
      copyLiterals(length(token >>> 4));
      if (in < blockEnd) {
        int distance = next() | next() << 8;
        copyMatch(distance, length(token & 15) + 4);
      }
    }
    require(in == blockEnd, "LZ4 block overrun");
  }

  /**
   * Returns a length whose first four bits are {@code bits}; 15 means that bytes follow which add
   * to it, up to one below 255.
   */
  private int length(int bits) {
    int length = bits;
    if (bits == LAST_LITERALS) {
      int more;
      do {
        more = next();
        length += more;
        require(length >= 0, "LZ4 length beyond 2 GiB");
      } while (more == 255);
    }
    return length;
  }

  private void copyLiterals(int count) {
    require(count <= end - in, "LZ4 literals cut short");
    System.arraycopy(source, in, target, out, count);
    in += count;
    out += count;
  }

  private void copyMatch(int distance, int count) {
    require(
        distance > 0 && distance <= out && count <= target.length - out,
        "LZ4 match outside the data");
    if (distance >= count) {
      System.arraycopy(target, out - distance, target, out, count);
    } else {
      for (int i = 0; i < count; i++) {
        target[out + i] = target[out + i - distance];
      }
    }
    out += count;
  }

  private int next() {
    require(in < end, "LZ4 data cut short");
    return source[in++] & 0xFF;
  }

  private int nextInt() {
    require(end - in >= 4, "LZ4 data cut short");
    in += 4;
    return sourceView.get(Layout.INT, in - 4);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
