package dev.pilum.arrow;

import java.lang.foreign.MemorySegment;

/**
 * A Huffman decoder's table (RFC 8878, section 4.2): the next bits, as many as the longest code
 * has, tell symbol and length.
 */
final class HuffmanTable {
  private static final int MAX_BITS = 11;
  private static final int MAX_SYMBOLS = 256;

  private final int maxBits;
  private final byte[] symbols;
  private final byte[] lengths;

  private HuffmanTable(int maxBits) {
    this.maxBits = maxBits;
    this.symbols = new byte[1 << maxBits];
    this.lengths = new byte[1 << maxBits];
  }

  /** Returns the length of the description that starts at {@code start}. */
  static int descriptionBytes(byte[] source, int start) {
    int header = source[start] & 0xFF;
    return 1 + (header < 128 ? header : (header - 127 + 1) / 2);
  }

  /** Reads the description at {@code start}, which ends before {@code end}. */
  static HuffmanTable read(byte[] source, int start, int end) {
    int bytes = descriptionBytes(source, start);
    Zstd.require(bytes <= end - start, "Huffman table cut short");
    int[] weights = new int[MAX_SYMBOLS];
    int count =
        (source[start] & 0xFF) < 128
            ? coded(source, start + 1, start + bytes, weights)
            : direct(source, start + 1, (source[start] & 0xFF) - 127, weights);
    return of(weights, count);
  }

  /**
   * Decodes {@code count} symbols from the bytes of {@code source} between {@code start} and {@code
   * end}.
   */
  void decode(MemorySegment source, int start, int end, byte[] target, int place, int count) {
    BackwardBits bits = new BackwardBits(source, start, end);
    for (int i = place; i < place + count; i++) {
      int code = bits.peek(maxBits);
      target[i] = symbols[code];
      bits.skip(lengths[code]);
    }
    Zstd.require(bits.left() == 0, "Huffman bits left over");
  }

  private static int direct(byte[] source, int start, int count, int[] weights) {
    for (int i = 0; i < count; i++) {
      weights[i] = (source[start + i / 2] >>> (4 - 4 * (i & 1))) & 15;
    }
    return count;
  }

  /** Reads weights that are themselves coded, by two states in turn. */
  private static int coded(byte[] source, int start, int end, int[] weights) {
    FseReader description = new FseReader(source, start, end);
    FseTable table = description.read(6, MAX_BITS + 2);
    BackwardBits bits = new BackwardBits(MemorySegment.ofArray(source), description.end(), end);
    int state = bits.read(table.accuracyLog);
    int other = bits.read(table.accuracyLog);
    int count = 0;
    while (bits.left() >= 0) {
      Zstd.require(count < MAX_SYMBOLS - 2, "too many Huffman weights");
      weights[count++] = table.symbols[state];
      int next = table.next(state, bits);
      state = other;
      other = next;
    }
    weights[count++] = table.symbols[state];
    return count;
  }

  /** Builds the table; the last symbol's weight is what is missing to a power of two. */
  private static HuffmanTable of(int[] weights, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      Zstd.require(weights[i] <= MAX_BITS, "Huffman weight");
      sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
    }
    Zstd.require(sum > 0, "Huffman table without codes");
    int maxBits = 32 - Integer.numberOfLeadingZeros(sum);
    int missing = (1 << maxBits) - sum;
    Zstd.require(maxBits <= MAX_BITS && Integer.bitCount(missing) == 1, "Huffman weights");
    weights[count] = Integer.numberOfTrailingZeros(missing) + 1;
    HuffmanTable table = new HuffmanTable(maxBits);
    table.fill(weights, count + 1);
    return table;
  }

  private void fill(int[] weights, int count) {
    int place = 0;
    for (int weight = 1; weight <= maxBits; weight++) {
      for (int symbol = 0; symbol < count; symbol++) {
        if (weights[symbol] == weight) {
          int width = 1 << (weight - 1);
          java.util.Arrays.fill(symbols, place, place + width, (byte) symbol);
          java.util.Arrays.fill(lengths, place, place + width, (byte) (maxBits + 1 - weight));
          place += width;
        }
      }
    }
    Zstd.require(place == symbols.length, "Huffman codes");
  }
}
