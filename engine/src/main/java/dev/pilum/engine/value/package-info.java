/**
 * Values computed column by column: what calculations, casts and functions of filters do, over
 * columns on the heap.
 */
@NullMarked
package dev.pilum.engine.value;

import org.jspecify.annotations.NullMarked;
