package dev.pilum.arrow;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a ZSTD block: how literals and matches alternate (RFC 8878, section 3.1.1.3.2
 * and 3.1.1.4). Keeps what a block may take over from the one before: coding tables and the last
 * three distances.
 */
final class ZstdSequences {
  private final Coder lengths = new Coder(Zstd.LITERAL_LENGTHS, 9, 36);
  private final Coder offsets = new Coder(Zstd.OFFSETS, 8, 32);
  private final Coder matches = new Coder(Zstd.MATCH_LENGTHS, 9, 53);
  private int distance1 = 1;
  private int distance2 = 4;
  private int distance3 = 8;

  /**
   * Where the sequences are.
   *
   * @param source bytes
   * @param start of the sequences
   * @param end of the block
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Input(byte[] source, int start, int end) {}

  /** One of the three coders: its table, and its state while a block is read. */
  private static final class Coder {
    private final FseTable predefined;
    private final int maxLog;
    private final int maxSymbols;
    private @Nullable FseTable table;
    private int state;

    Coder(FseTable predefined, int maxLog, int maxSymbols) {
      this.predefined = predefined;
      this.maxLog = maxLog;
      this.maxSymbols = maxSymbols;
    }

    /** Chooses the table and returns where its description ends. */
    int choose(int mode, Input input, int place) {
      switch (mode) {
        case 0 -> table = predefined;
        case 1 -> {
          Zstd.require(
              place < input.end() && (input.source()[place] & 0xFF) < maxSymbols, "symbol");
          table = FseTable.of(input.source()[place]);
          return place + 1;
        }
        case 2 -> {
          FseReader reader = new FseReader(input.source(), place, input.end());
          table = reader.read(maxLog, maxSymbols);
          return reader.end();
        }
        default -> Zstd.require(table != null, "no table to repeat");
      }
      return place;
    }

    void start(BackwardBits bits) {
      state = bits.read(table().accuracyLog);
    }

    int symbol() {
      return table().symbols[state];
    }

    void next(BackwardBits bits) {
      state = table().next(state, bits);
    }

    private FseTable table() {
      FseTable chosen = table;
      assert chosen != null : "a coder was not set up";
      return chosen;
    }
  }

  /** Writes the block's bytes to {@code target} from {@code out} on; returns where they end. */
  int run(Input input, byte[] literals, int literalCount, byte[] target, int frameStart, int out) {
    byte[] source = input.source();
    int place = input.start();
    Zstd.require(place < input.end(), "sequences cut short");
    int count = source[place++] & 0xFF;
    if (count >= 128) {
      int more = source[place++] & 0xFF;
      count =
          count < 255
              ? ((count - 128) << 8) + more
              : more + ((source[place++] & 0xFF) << 8) + 0x7F00;
    }
    if (count == 0) {
      System.arraycopy(literals, 0, target, out, literalCount);
      return out + literalCount;
    }
    BackwardBits bits = start(input, place);
    int at = out;
    int used = 0;
    for (int left = count; left > 0; left--) {
      int offsetCode = offsets.symbol();
      int matchCode = matches.symbol();
      int literalCode = lengths.symbol();
      Zstd.require(offsetCode < 31, "distance beyond 2 GiB");
      int offset = (1 << offsetCode) + bits.read(offsetCode);
      int match = Zstd.MATCH_BASES[matchCode] + bits.read(Zstd.MATCH_BITS[matchCode]);
      int length = Zstd.LITERAL_BASES[literalCode] + bits.read(Zstd.LITERAL_BITS[literalCode]);
      Zstd.require(length <= literalCount - used, "more literals than there are");
      System.arraycopy(literals, used, target, at, length);
      used += length;
      at += length;
      copyMatch(target, frameStart, at, distance(offset, length == 0), match);
      at += match;
      if (left > 1) {
        lengths.next(bits);
        matches.next(bits);
        offsets.next(bits);
      }
    }
    Zstd.require(bits.left() == 0, "sequence bits left over");
    System.arraycopy(literals, used, target, at, literalCount - used);
    return at + literalCount - used;
  }

  private BackwardBits start(Input input, int modesAt) {
    int modes = input.source()[modesAt] & 0xFF;
    int place = lengths.choose(modes >>> 6, input, modesAt + 1);
    place = offsets.choose((modes >>> 4) & 3, input, place);
    place = matches.choose((modes >>> 2) & 3, input, place);
    BackwardBits bits = new BackwardBits(MemorySegment.ofArray(input.source()), place, input.end());
    lengths.start(bits);
    offsets.start(bits);
    matches.start(bits);
    return bits;
  }

  /**
   * Returns the distance that {@code offset} stands for: above 3 itself plus 3, else one of the
   * last three, counted differently where no literals come before.
   */
  private int distance(int offset, boolean noLiterals) {
    int choice = offset > 3 ? 4 : offset + (noLiterals ? 1 : 0);
    int distance =
        switch (choice) {
          case 1 -> distance1;
          case 2 -> distance2;
          case 3 -> distance3;
          default -> offset > 3 ? offset - 3 : distance1 - 1;
        };
    if (choice > 2) {
      distance3 = distance2;
    }
    if (choice > 1) {
      distance2 = distance1;
      distance1 = distance;
    }
    return distance;
  }

  private static void copyMatch(byte[] target, int frameStart, int at, int distance, int count) {
    Zstd.require(
        distance > 0 && distance <= at - frameStart && count <= target.length - at,
        "match outside the data");
    if (distance >= count) {
      System.arraycopy(target, at - distance, target, at, count);
    } else {
      for (int i = at; i < at + count; i++) {
        target[i] = target[i - distance];
      }
    }
  }
}
