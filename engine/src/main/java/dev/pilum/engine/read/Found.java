package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;

/**
 * A row that a search found.
 *
 * @param source where it is
 * @param ordinal its place there
 * @param distance how far from the query
 */
record Found(SourceView source, int ordinal, float distance) {}
