package dev.pilum.backend;

import dev.pilum.Row;

/**
 * A row that a query found.
 *
 * @param id the row's key
 * @param score how good; grows when better. By cosine 1 minus the distance; 0 where the ranking has
 *     no scores
 * @param row the columns that were asked for
 */
public record ScoredRow(Object id, float score, Row row) {}
