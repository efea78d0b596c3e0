package dev.pilum.engine.filter;

import dev.pilum.storage.scalar.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes the byte strings of a fixed set: an open-addressing table at most half full. */
final class BytesSet implements BytesTest {
  /**
   * 2^64 divided by the golden ratio, odd: carries every bit of a word into the upper ones (Knuth,
   * TAOCP 3, 6.4).
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] @Nullable [] table;

  BytesSet(List<byte[]> members) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * members.size());
    this.table = new byte[1 << bits][];
    for (byte[] member : members) {
      byte[] copy = member.clone();
      table[placeOf(copy, 0, copy.length)] = copy;
    }
  }

  @Override
  public boolean passes(byte[] bytes, int start, int end) {
    return table[placeOf(bytes, start, end)] != null;
  }

  @Override
  public Spans spans() {
    List<byte[]> members = new ArrayList<>();
    for (byte[] member : table) {
      if (member != null) {
        members.add(member);
      }
    }
    members.sort(Arrays::compareUnsigned);
    return Spans.exactly(members.stream().map(Span::of).toList());
  }

  /** Returns the place where these bytes are, or the empty one where they would be. */
  private int placeOf(byte[] bytes, int start, int end) {
    int place = hash(bytes, start, end) & (table.length - 1);
    byte[] member = table[place];
    while (member != null && !Arrays.equals(member, 0, member.length, bytes, start, end)) {
      place = (place + 1) & (table.length - 1);
      member = table[place];
    }
    return place;
  }

  /**
   * Mixes the bytes in, eight at a time and the last few alone, and returns the best mixed bits.
   */
  private static int hash(byte[] bytes, int start, int end) {
    long hash = (long) end - start;
    int at = start;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash ^ (long) WORD.get(bytes, at));
    }
    for (; at < end; at++) {
      hash = mixed(hash ^ bytes[at]);
    }
    return (int) (hash >>> Integer.SIZE);
  }

  private static long mixed(long word) {
    long product = word * SPREAD;
    return product ^ (product >>> Integer.SIZE);
  }
}
