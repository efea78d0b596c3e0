package dev.pilum;

/**
 * A row that a text search found.
 *
 * @param row the selected columns
 * @param score how well it matches, 0 or more; grows when better. Comparable within one search only
 */
public record TextHit(Row row, float score) {}
