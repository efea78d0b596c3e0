package dev.pilum.storage.arrow;

import dev.pilum.storage.column.RecordBatch;

/**
 * An open file: its columns lie in the file's mapping and live as long as the arena it was opened
 * with.
 *
 * @param schema what the file says about its columns
 * @param batch its rows
 */
public record ArrowFile(ArrowSchema schema, RecordBatch batch) {}
