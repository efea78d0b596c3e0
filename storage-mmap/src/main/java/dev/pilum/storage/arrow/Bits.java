package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Bit ranges as Arrow packs them, lowest bit of each byte first. */
final class Bits {
  /** Which bits of a column are meant. */
  @FunctionalInterface
  interface Source {
    /** Returns the bits, or {@code null} when all are set. */
    @Nullable MemorySegment of(Column column);
  }

  static final Source VALIDITY = Column::validity;
  static final Source VALUES = Column::values;

  private Bits() {}

  /** Returns how many rows of the range have no value. */
  static int nullsIn(ColumnRange range) {
    MemorySegment bits = range.column().validity();
    return bits == null ? 0 : range.count() - ones(bits, range.from(), range.count());
  }

  /** Returns how many of {@code count} bits from bit {@code from} on are set. */
  static int ones(MemorySegment bits, long from, int count) {
    int ones = 0;
    int done = 0;
    for (; done + 64 <= count && wordFits(bits, from + done); done += 64) {
      ones += Long.bitCount(word(bits, from + done));
    }
    for (; done < count; done++) {
      ones += bit(bits, from + done);
    }
    return ones;
  }

  /**
   * Copies {@code count} bits, set ones where {@code source} is null, into {@code target}, whose
   * bits are zero there.
   */
  static void copy(
      @Nullable MemorySegment source, long from, int count, MemorySegment target, long at) {
    int done = 0;
    for (; done < count && ((at + done) & 7) != 0; done++) {
      or(target, at + done, source == null ? 1 : bit(source, from + done));
    }
    for (; done + 64 <= count && (source == null || wordFits(source, from + done)); done += 64) {
      target.set(Layout.LONG, (at + done) >>> 3, source == null ? -1L : word(source, from + done));
    }
    for (; done < count; done++) {
      or(target, at + done, source == null ? 1 : bit(source, from + done));
    }
  }

  /** Whether the nine bytes that 64 bits at any place can touch are there. */
  private static boolean wordFits(MemorySegment bits, long place) {
    return (place >>> 3) + 9 <= bits.byteSize();
  }

  private static long word(MemorySegment bits, long place) {
    int shift = (int) (place & 7);
    long low = bits.get(Layout.LONG, place >>> 3) >>> shift;
    long high =
        shift == 0 ? 0 : (long) bits.get(ValueLayout.JAVA_BYTE, (place >>> 3) + 8) << (64 - shift);
    return low | high;
  }

  private static int bit(MemorySegment bits, long place) {
    return (bits.get(ValueLayout.JAVA_BYTE, place >>> 3) >>> (place & 7)) & 1;
  }

  private static void or(MemorySegment bits, long place, int bit) {
    int old = bits.get(ValueLayout.JAVA_BYTE, place >>> 3);
    bits.set(ValueLayout.JAVA_BYTE, place >>> 3, (byte) (old | (bit << (place & 7))));
  }
}
