package dev.pilum.fts.index;

/**
 * A row that a text search found.
 *
 * @param part number of its part
 * @param ordinal its place there
 * @param score grows when better; 0 or more
 */
public record ScoredOrdinal(int part, int ordinal, float score) {}
