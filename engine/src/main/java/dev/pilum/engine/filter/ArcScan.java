package dev.pilum.engine.filter;

import dev.pilum.engine.filter.StoredNumbers.Arc;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;

/*
 * A bit per row is wanted, but what C2 makes vector instructions of is a loop that writes as many
 * numbers as it reads, not one that puts 64 answers into a word. So a block of 1,024 rows goes
 * through three steps. Of 32-bit numbers:
 *
 * 1. It is copied into an array: of that C2 knows that nobody else writes there, and of what kind
 *    the column's memory is no longer matters.
 * 2. Rows i, i + 256, i + 512 and i + 768 become one number whose bytes are 0 or 1. That is where
 *    they are looked at, sixteen numbers by one AVX-512 instruction, eight by one of AVX2. It is
 *    written over row i. The distances are constants, and must be: otherwise C2 has to fear that
 *    what it writes it will read next.
 * 3. Eight neighbours, each shifted by a bit more, become four bytes of eight rows. This is done
 *    one by one, by 29 instructions for 32 rows.
 *
 * Of 64-bit numbers eight rows become one number, in two loops: one with so much in it is not
 * vectorised.
 *
 * Where an arc has at most half of all numbers, x lies beside it when x - low or high - x is
 * negative, in arithmetic that wraps round. That takes no comparison, which would be a branch that
 * goes the wrong way every other time where half of the rows pass. Of a larger arc one looks for
 * what lies on the rest of the circle, which is smaller. What is left of the whole circle would be
 * an arc of no number, which there is not: it comes out as the whole again, of which x - low and
 * high - x are a number and its complement, one of them negative. So all lie beside it, as it should.
 *
 * Behind the end of a column there may be anything in the block; bits of that are dropped.
 */
/** Looks which of a column's numbers are on an arc. One thread. */
final class ArcScan {
  /** Rows looked at together: 8 KiB of 64-bit numbers, a quarter of an L1 cache. */
  static final int BLOCK = 1_024;

  private static final int BLOCK_BYTES = BLOCK / Byte.SIZE;
  private static final int QUARTER = BLOCK / 4;
  private static final int EIGHTH = BLOCK / 8;

  private ArcScan() {}

  /**
   * Returns the rows whose number is on the arc. What it says of rows without a value means
   * nothing.
   */
  static Bits rowsIn(Column column, StoredNumbers numbers, Arc arc) {
    int blocks = (int) ((column.length() + BLOCK - 1L) / BLOCK);
    byte[] marks = new byte[blocks * BLOCK_BYTES];
    boolean turned =
        numbers.bits() == Long.SIZE
            ? mark(column, numbers, arc.low(), arc.high(), marks)
            : mark(column, numbers, (int) arc.low(), (int) arc.high(), marks);
    return bits(marks, column.length(), turned ? 0 : -1L);
  }

  /** Marks what lies beside the arc; or what lies on it, and then returns {@code true}. */
  private static boolean mark(
      Column column, StoredNumbers numbers, long low, long high, byte[] marks) {
    long[] block = new long[BLOCK];
    boolean turned = high - low < 0;
    for (int from = 0; from < column.length(); from += BLOCK) {
      numbers.read(column, from, Math.min(BLOCK, column.length() - from), block);
      markBeside(block, turned ? high + 1 : low, turned ? low - 1 : high);
      gather(block);
      pack(block, marks, from / Byte.SIZE);
    }
    return turned;
  }

  private static boolean mark(
      Column column, StoredNumbers numbers, int low, int high, byte[] marks) {
    int[] block = new int[BLOCK];
    boolean turned = high - low < 0;
    for (int from = 0; from < column.length(); from += BLOCK) {
      numbers.read(column, from, Math.min(BLOCK, column.length() - from), block);
      gatherBeside(block, turned ? high + 1 : low, turned ? low - 1 : high);
      pack(block, marks, from / Byte.SIZE);
    }
    return turned;
  }

  private static void markBeside(long[] block, long low, long high) {
    for (int i = 0; i < BLOCK; i++) {
      block[i] = ((block[i] - low) | (high - block[i])) >>> 63;
    }
  }

  private static void gather(long[] block) {
    for (int i = 0; i < EIGHTH; i++) {
      block[i] =
          block[i]
              | block[i + EIGHTH] << 8
              | block[i + 2 * EIGHTH] << 16
              | block[i + 3 * EIGHTH] << 24
              | block[i + 4 * EIGHTH] << 32
              | block[i + 5 * EIGHTH] << 40
              | block[i + 6 * EIGHTH] << 48
              | block[i + 7 * EIGHTH] << 56;
    }
  }

  private static void gatherBeside(int[] block, int low, int high) {
    for (int i = 0; i < QUARTER; i++) {
      int a = block[i];
      int b = block[i + QUARTER];
      int c = block[i + 2 * QUARTER];
      int d = block[i + 3 * QUARTER];
      block[i] =
          ((a - low) | (high - a)) >>> 31
              | ((b - low) | (high - b)) >>> 31 << 8
              | ((c - low) | (high - c)) >>> 31 << 16
              | ((d - low) | (high - d)) >>> 31 << 24;
    }
  }

  private static void pack(long[] gathered, byte[] marks, int first) {
    for (int i = 0; i < EIGHTH / 8; i++) {
      int at = 8 * i;
      long eight =
          gathered[at]
              | gathered[at + 1] << 1
              | gathered[at + 2] << 2
              | gathered[at + 3] << 3
              | gathered[at + 4] << 4
              | gathered[at + 5] << 5
              | gathered[at + 6] << 6
              | gathered[at + 7] << 7;
      for (int part = 0; part < 8; part++) {
        marks[first + i + part * (EIGHTH / 8)] = (byte) (eight >>> (8 * part));
      }
    }
  }

  private static void pack(int[] gathered, byte[] marks, int first) {
    for (int i = 0; i < QUARTER / 8; i++) {
      int at = 8 * i;
      int eight =
          gathered[at]
              | gathered[at + 1] << 1
              | gathered[at + 2] << 2
              | gathered[at + 3] << 3
              | gathered[at + 4] << 4
              | gathered[at + 5] << 5
              | gathered[at + 6] << 6
              | gathered[at + 7] << 7;
      for (int part = 0; part < 4; part++) {
        marks[first + i + part * (QUARTER / 8)] = (byte) (eight >>> (8 * part));
      }
    }
  }

  private static Bits bits(byte[] marks, int length, long flipped) {
    long[] words = new long[(int) ((length + 63L) >>> 6)];
    MemorySegment.copy(MemorySegment.ofArray(marks), Layout.LONG, 0, words, 0, words.length);
    for (int i = 0; i < words.length; i++) {
      words[i] ^= flipped;
    }
    return Bits.of(words, length);
  }
}
