package dev.pilum.engine.filter;

import dev.pilum.storage.scalar.Zones;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * What a condition can be for the rows of each block, known without looking at them: a set of some
 * of false, true and unknown. Joined by Kleene's logic, outcome by outcome, as if the parts had
 * nothing to do with each other: so a set may be too large and is never too small. Immutable.
 */
final class Verdicts {
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int UNKNOWN = 4;
  static final int ANY = FALSE | TRUE | UNKNOWN;

  /** For each pair of sets, eight times the first plus the second, the outcomes of "and". */
  private static final byte[] AND = table();

  private final int rowCount;
  private final int blockRows;
  private final byte[] blocks;

  private Verdicts(int rowCount, int blockRows, byte[] blocks) {
    this.rowCount = rowCount;
    this.blockRows = blockRows;
    this.blocks = blocks;
  }

  /** Returns the same verdict on all rows, as one block. */
  static Verdicts all(int rowCount, int verdict) {
    return new Verdicts(rowCount, Math.max(1, rowCount), new byte[] {(byte) verdict});
  }

  /** Returns a verdict on each block of zones. */
  static Verdicts of(int rowCount, Zones zones, IntUnaryOperator verdict) {
    byte[] blocks = new byte[zones.blocks()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = (byte) verdict.applyAsInt(i);
    }
    return new Verdicts(rowCount, zones.blockRows(), blocks);
  }

  /** Returns what both together can be. */
  Verdicts and(Verdicts other) {
    if (blocks.length != other.blocks.length) {
      return blocks.length < other.blocks.length ? other.and(this) : widened(other);
    }
    byte[] both = new byte[blocks.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = AND[blocks[i] << 3 | other.blocks[i]];
    }
    return new Verdicts(rowCount, blockRows, both);
  }

  private Verdicts widened(Verdicts one) {
    byte[] same = new byte[blocks.length];
    Arrays.fill(same, one.blocks[0]);
    return and(new Verdicts(rowCount, blockRows, same));
  }

  /** Returns what at least one of them can be. */
  Verdicts or(Verdicts other) {
    return not().and(other.not()).not();
  }

  /** Returns what the opposite can be. */
  Verdicts not() {
    byte[] opposite = new byte[blocks.length];
    for (int i = 0; i < opposite.length; i++) {
      int set = blocks[i];
      opposite[i] = (byte) ((set & UNKNOWN) | (set & FALSE) << 1 | (set & TRUE) >> 1);
    }
    return new Verdicts(rowCount, blockRows, opposite);
  }

  /** Returns how many blocks there are. */
  int blocks() {
    return blocks.length;
  }

  /** Returns how many rows a block has, the last aside. */
  int blockRows() {
    return blockRows;
  }

  /** Returns the verdict on a block. */
  int of(int block) {
    return blocks[block];
  }

  /** Returns whether the rows of a block need not be looked at. */
  boolean isDecided(int block) {
    return Integer.bitCount(blocks[block]) == 1;
  }

  /** Returns whether one of {@code count} rows from {@code from} on need not be looked at. */
  boolean isAnyDecided(int from, int count) {
    for (int i = from / blockRows;
        i < blocks.length && (long) i * blockRows < from + (long) count;
        i++) {
      if (isDecided(i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many blocks must be looked at. */
  int undecided() {
    int count = 0;
    for (int i = 0; i < blocks.length; i++) {
      count += isDecided(i) ? 0 : 1;
    }
    return count;
  }

  /** Returns how many rows lie in blocks whose verdict has all of {@code outcomes}. */
  long rowsWith(int outcomes) {
    long rows = 0;
    for (int i = 0; i < blocks.length; i++) {
      rows += (blocks[i] & outcomes) == outcomes ? rowsIn(i) : 0;
    }
    return rows;
  }

  /** Returns how many rows lie in blocks whose verdict is this one. */
  long rowsOf(int verdict) {
    long rows = 0;
    for (int i = 0; i < blocks.length; i++) {
      rows += blocks[i] == verdict ? rowsIn(i) : 0;
    }
    return rows;
  }

  private int rowsIn(int block) {
    return (int) Math.min(blockRows, rowCount - (long) block * blockRows);
  }

  private static byte[] table() {
    byte[] table = new byte[64];
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        boolean anyFalse = ((a | b) & FALSE) != 0;
        boolean bothTrue = (a & b & TRUE) != 0;
        boolean unknown =
            ((a & UNKNOWN) != 0 && (b & ~FALSE) != 0) || ((b & UNKNOWN) != 0 && (a & ~FALSE) != 0);
        table[a << 3 | b] =
            (byte) ((anyFalse ? FALSE : 0) | (bothTrue ? TRUE : 0) | (unknown ? UNKNOWN : 0));
      }
    }
    return table;
  }
}
