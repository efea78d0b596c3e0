package dev.pilum.cli.input;

import dev.pilum.Batch;
import dev.pilum.Table;

/** Batches of bare vectors, their row number in the file, from 0, as their key. */
final class NumberedBatches implements Batches {
  private final Table table;
  private final String key;
  private final VectorFile vectors;
  private final String vectorColumn;
  private long nextNumber;

  NumberedBatches(Table table, String key, VectorFile vectors, String vectorColumn) {
    this.table = table;
    this.key = key;
    this.vectors = vectors;
    this.vectorColumn = vectorColumn;
  }

  @Override
  public Batch next(int rows) {
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = nextNumber++;
    }
    return table
        .newBatch()
        .longs(key, numbers)
        .vectors(vectorColumn, vectors.nextFloats(rows))
        .build();
  }
}
