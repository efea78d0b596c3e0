package dev.pilum;

/**
 * A row that a search found.
 *
 * @param row the selected columns
 * @param distance how far from the query; grows when worse
 * @param score how good; grows when better
 */
public record Hit(Row row, float distance, float score) {}
