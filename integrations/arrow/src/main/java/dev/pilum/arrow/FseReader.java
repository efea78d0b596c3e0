package dev.pilum.arrow;

import java.util.Arrays;

/** Reads the description of an {@link FseTable}, whose bits run forward. One use. */
final class FseReader {
  private final byte[] source;
  private final int end;
  private long bitPlace;

  /** Reads from {@code start} on, no further than {@code end}. */
  FseReader(byte[] source, int start, int end) {
    this.source = source;
    this.end = end;
    this.bitPlace = start * 8L;
  }

  /** Returns the table of at most {@code maxSymbols} symbols and {@code 1 << maxLog} states. */
  FseTable read(int maxLog, int maxSymbols) {
    int log = bits(4) + 5;
    Zstd.require(log <= maxLog, "accuracy " + log);
    int[] shares = new int[maxSymbols];
    int count = 0;
    int remaining = 1 << log;
    while (remaining > 0) {
      Zstd.require(count < maxSymbols, "too many symbols");
      int share = share(remaining);
      remaining -= Math.abs(share);
      shares[count++] = share;
      if (share == 0) {
        count += zeros();
      }
    }
    Zstd.require(remaining == 0 && count <= maxSymbols, "shares of symbols");
    return FseTable.of(log, Arrays.copyOf(shares, count));
  }

  /** Returns the place of the first byte behind the description. */
  int end() {
    return (int) ((bitPlace + 7) >>> 3);
  }

  /**
   * Returns a share between -1 and {@code remaining}; small ones take a bit less, so that no bit is
   * wasted.
   */
  private int share(int remaining) {
    int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
    int value = bits(width);
    int lowMask = (1 << (width - 1)) - 1;
    int spare = (1 << width) - 1 - (remaining + 1);
    if ((value & lowMask) < spare) {
      bitPlace--;
      return (value & lowMask) - 1;
    }
    return (value > lowMask ? value - spare : value) - 1;
  }

  private int zeros() {
    int zeros = 0;
    int more;
    do {
      more = bits(2);
      zeros += more;
    } while (more == 3 && zeros < 256);
    return zeros;
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bitPlace++) {
      int at = (int) (bitPlace >>> 3);
      // The last share may look a bit past the end and give it back.
      int bit = at < end ? (source[at] >>> (bitPlace & 7)) & 1 : 0;
      value |= bit << i;
    }
    Zstd.require(bitPlace <= end * 8L + 1, "table cut short");
    return value;
  }
}
