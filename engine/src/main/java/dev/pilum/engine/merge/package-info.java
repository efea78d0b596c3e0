/** Rows of a source merged into a table: what matches, and what happens to it. */
@NullMarked
package dev.pilum.engine.merge;

import org.jspecify.annotations.NullMarked;
