package dev.pilum.fts.index;

import org.jspecify.annotations.Nullable;

/**
 * An index of one source of rows, as it is searched together with others.
 *
 * @param leaf the index
 * @param alive the rows that may be found; {@code null} for all. Others still count in the
 *     statistics that scores come from, as they do in Lucene until a merge drops them
 */
public record TextPart(TextLeaf leaf, @Nullable SelectedOrdinals alive) {}
