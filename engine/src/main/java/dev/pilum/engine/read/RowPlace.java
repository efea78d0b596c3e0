package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;

/**
 * Where one row lies.
 *
 * @param source the rows it is among
 * @param ordinal its place there
 */
record RowPlace(SourceView source, int ordinal) {}
