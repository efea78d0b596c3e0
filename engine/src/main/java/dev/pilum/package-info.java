/** Pilum's public API: open a database, write rows, search them. */
@NullMarked
package dev.pilum;

import org.jspecify.annotations.NullMarked;
