package dev.pilum.engine.merge;

import dev.pilum.engine.filter.FilterEvaluator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to rows that match.
 *
 * @param columns those that take the values of the source; {@code null} when the row is deleted
 * @param condition of pairs of rows, as {@link PairColumns} has them; {@code null} for all
 */
public record MergeClause(@Nullable Set<String> columns, @Nullable FilterEvaluator condition) {}
