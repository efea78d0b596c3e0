/** Lucene analyzers for what schemas say about text. */
@NullMarked
package dev.pilum.fts.analysis;

import org.jspecify.annotations.NullMarked;
