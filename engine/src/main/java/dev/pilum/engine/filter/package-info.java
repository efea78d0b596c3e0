/** Evaluates conditions over whole columns: a filter becomes bits, one per row. */
@NullMarked
package dev.pilum.engine.filter;

import org.jspecify.annotations.NullMarked;
