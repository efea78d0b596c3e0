package dev.pilum;

import org.jspecify.annotations.Nullable;

/**
 * Figures about one column of a table.
 *
 * @param name the column's name
 * @param type its type, as {@code describe()} of it says
 * @param bytes bytes that its values take in memory and in files, those of dead rows included,
 *     indexes not
 * @param nullCount live rows without a value
 * @param min the least value of live rows; {@code null} when there is none, or the values have no
 *     order
 * @param max the greatest value of live rows; {@code null} as {@code min}
 */
public record ColumnStats(
    String name,
    String type,
    long bytes,
    long nullCount,
    @Nullable Object min,
    @Nullable Object max) {}
