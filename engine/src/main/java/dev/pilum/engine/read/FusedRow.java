package dev.pilum.engine.read;

import dev.pilum.HybridHit.Leg;
import dev.pilum.engine.table.SourceView;
import org.jspecify.annotations.Nullable;

/**
 * A row that at least one leg of a hybrid search found.
 *
 * @param part number of its source in the view
 * @param source where it is
 * @param ordinal its place there
 * @param score of both legs together
 * @param vector what the vector leg says, or {@code null}
 * @param text what the text leg says, or {@code null}
 */
record FusedRow(
    int part,
    SourceView source,
    int ordinal,
    float score,
    @Nullable Leg vector,
    @Nullable Leg text) {}
