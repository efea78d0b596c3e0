/** What can be asked of text: queries, as data. Nothing here loads a class of Lucene. */
@NullMarked
package dev.pilum.fts;

import org.jspecify.annotations.NullMarked;
