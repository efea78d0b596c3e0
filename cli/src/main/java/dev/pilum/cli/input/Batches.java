package dev.pilum.cli.input;

import dev.pilum.Batch;

/** Where an import's batches come from. */
sealed interface Batches permits NumberedBatches, RowBatches {
  /** Returns the next {@code rows} rows; the caller knows that there are so many. */
  Batch next(int rows);
}
