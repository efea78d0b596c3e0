package dev.pilum.arrow;

/**
 * A finite state entropy decoder's table (RFC 8878, section 4.1): each state stands for a symbol,
 * and tells how many bits lead to which next state.
 */
final class FseTable {
  final int accuracyLog;
  final byte[] symbols;
  private final byte[] bitCounts;
  private final short[] baselines;

  private FseTable(int accuracyLog) {
    this.accuracyLog = accuracyLog;
    this.symbols = new byte[1 << accuracyLog];
    this.bitCounts = new byte[1 << accuracyLog];
    this.baselines = new short[1 << accuracyLog];
  }

  /** Returns the table of a coder that only knows one symbol and reads no bits. */
  static FseTable of(byte symbol) {
    FseTable table = new FseTable(0);
    table.symbols[0] = symbol;
    return table;
  }

  /**
   * Returns the table for symbols as likely as {@code shares} of {@code 1 << accuracyLog} say; -1
   * is less than one share.
   */
  static FseTable of(int accuracyLog, int... shares) {
    FseTable table = new FseTable(accuracyLog);
    table.link(shares, table.spread(shares));
    return table;
  }

  int next(int state, BackwardBits bits) {
    return (baselines[state] & 0xFFFF) + bits.read(bitCounts[state]);
  }

  /** Places the symbols and returns, for each, where its count of states starts. */
  private int[] spread(int[] shares) {
    int size = symbols.length;
    int[] counts = new int[shares.length];
    int high = size;
    for (int s = 0; s < shares.length; s++) {
      counts[s] = Math.abs(shares[s]);
      if (shares[s] == -1) {
        symbols[--high] = (byte) s;
      }
    }
    int place = 0;
    int step = (size >> 1) + (size >> 3) + 3;
    for (int s = 0; s < shares.length; s++) {
      for (int i = 0; i < shares[s]; i++) {
        symbols[place] = (byte) s;
        do {
          place = (place + step) & (size - 1);
        } while (place >= high);
      }
    }
    Zstd.require(place == 0, "shares of symbols");
    return counts;
  }

  private void link(int[] shares, int[] counts) {
    assert shares.length == counts.length;
    for (int state = 0; state < symbols.length; state++) {
      int next = counts[symbols[state]]++;
      int bits = accuracyLog - (31 - Integer.numberOfLeadingZeros(next));
      bitCounts[state] = (byte) bits;
      baselines[state] = (short) ((next << bits) - symbols.length);
    }
  }
}
