package dev.pilum;

/**
 * What a {@link Merge} did.
 *
 * @param version the table's version that shows it; unchanged when nothing was written
 * @param inserted rows of the source that were added
 * @param updated rows of the table that were written anew
 * @param deleted rows of the table that are gone
 * @param duplicates rows of the source that were passed over, because a later one matches the same
 *     rows
 * @param unchanged rows of the source that changed nothing: those that match a row and meet no
 *     condition, and those that match none and are not to be added
 */
public record MergeResult(
    long version, long inserted, long updated, long deleted, long duplicates, long unchanged) {}
