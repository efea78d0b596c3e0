/**
 * Filters as SQL text: {@code SqlParser} (made from a grammar) gives {@link
 * dev.pilum.engine.sql.SqlNode}s, which {@link dev.pilum.engine.sql.SqlTranslator} turns into
 * filters once values are bound to parameters. Nobody who never writes SQL loads any of it.
 */
@NullMarked
package dev.pilum.engine.sql;

import org.jspecify.annotations.NullMarked;
