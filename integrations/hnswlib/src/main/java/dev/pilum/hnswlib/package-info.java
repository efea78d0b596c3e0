/** Rows in memory found by hnswlib-core instead of Pilum's own graphs. */
@NullMarked
package dev.pilum.hnswlib;

import org.jspecify.annotations.NullMarked;
