/** Lucene's files among Pilum's: a directory over the file store. */
@NullMarked
package dev.pilum.fts.store;

import org.jspecify.annotations.NullMarked;
