package dev.pilum;

import dev.pilum.storage.schema.ScalarIndex;

/**
 * A scalar index that a table should have.
 *
 * @param column the column
 * @param kind the kind of index
 * @param segments how many segments the table has
 * @param indexed how many of them have the index; in the others the column is read, until it is
 *     made
 */
public record ColumnIndex(String column, ScalarIndex kind, int segments, int indexed) {}
