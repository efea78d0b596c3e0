package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.Span;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes the byte strings of a fixed set: an open-addressing table at most half full, of their
 * lengths and ends as numbers; the middle of few is read. Any thread may ask.
 */
final class BytesSet implements ColumnTest {
  /**
   * 2^64 divided by the golden ratio, odd: carries every bit of a word into the upper ones (Knuth,
   * TAOCP 3, 6.4).
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final long[] firsts;
  private final long[] lasts;

  /** {@code null} where a place is empty. */
  private final byte[] @Nullable [] members;

  /** The length of the member, or -1 where a place is empty. */
  private final int[] lengths;

  private final int shift;

  BytesSet(List<byte[]> values) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * values.size() + 1);
    this.firsts = new long[1 << bits];
    this.lasts = new long[1 << bits];
    this.members = new byte[1 << bits][];
    this.lengths = new int[1 << bits];
    this.shift = Long.SIZE - bits;
    Arrays.fill(lengths, -1);
    for (byte[] value : values) {
      add(value.clone());
    }
  }

  private void add(byte[] member) {
    int length = member.length;
    long first = ByteEnds.first(member);
    long last = ByteEnds.last(member);
    int place = firstPlace(first, last, length);
    while (lengths[place] >= 0 && !Arrays.equals(members[place], member)) {
      place = (place + 1) & (lengths.length - 1);
    }
    firsts[place] = first;
    lasts[place] = last;
    lengths[place] = length;
    members[place] = member;
  }

  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    MemorySegment bytes = column.bytes();
    ValuePlaces places = new ValuePlaces(column);
    while (places.next()) {
      int[] starts = places.starts();
      for (int base = 0; base < places.count(); base += Long.SIZE) {
        int rows = Math.min(Long.SIZE, places.count() - base);
        long word = 0;
        for (int i = 0; i < rows; i++) {
          int start = starts[base + i];
          word |= contains(bytes, start, starts[base + i + 1] - start) << i;
        }
        bits.words()[(places.from() + base) >>> 6] = word;
      }
    }
    return bits;
  }

  /** Returns 1 if the set has the value, else 0. */
  private long contains(MemorySegment bytes, int start, int length) {
    long first = ByteEnds.first(bytes, start, length);
    long last = ByteEnds.last(bytes, start, length);
    int place = firstPlace(first, last, length);
    while (lengths[place] >= 0) {
      if (((firsts[place] ^ first) | (lasts[place] ^ last) | (lengths[place] ^ length)) == 0) {
        byte[] member = members[place];
        if (member != null && ByteEnds.middleEquals(bytes, start, member)) {
          return 1;
        }
      }
      place = (place + 1) & (lengths.length - 1);
    }
    return 0;
  }

  private int firstPlace(long first, long last, int length) {
    long mixed = (first ^ Long.rotateLeft(last, Integer.SIZE)) * SPREAD + length;
    return (int) ((mixed * SPREAD) >>> shift);
  }

  @Override
  public Spans spans() {
    List<byte[]> values = new ArrayList<>();
    for (byte[] member : members) {
      if (member != null) {
        values.add(member);
      }
    }
    values.sort(Arrays::compareUnsigned);
    return Spans.exactly(values.stream().map(Span::of).toList());
  }
}
