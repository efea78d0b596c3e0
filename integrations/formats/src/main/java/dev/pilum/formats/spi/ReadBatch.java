package dev.pilum.formats.spi;

import dev.pilum.Batch;

/**
 * Rows as they were read.
 *
 * @param rows the rows
 * @param ordinals number of each in the input, from 0, rising
 * @param lines line of each in a text, or its number from 1
 * @param end how many rows of the input have been read with these, rejected ones too
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes them
public record ReadBatch(Batch rows, long[] ordinals, long[] lines, long end) {
  public ReadBatch {
    assert ordinals.length == rows.rowCount() : "one number for each row";
    assert lines.length == rows.rowCount() : "one line for each row";
  }

  /** Returns rows of which none is missing, the first one {@code first} in the input. */
  public static ReadBatch whole(Batch rows, long first) {
    long[] ordinals = new long[rows.rowCount()];
    long[] lines = new long[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = first + i;
      lines[i] = first + i + 1;
    }
    return new ReadBatch(rows, ordinals, lines, first + ordinals.length);
  }

  /** Returns the same rows of the input with other columns. */
  public ReadBatch with(Batch other) {
    return new ReadBatch(other, ordinals, lines, end);
  }
}
