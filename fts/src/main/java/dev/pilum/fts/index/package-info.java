/** Text indexes: written once as files, or growing in memory, and searched as if they were one. */
@NullMarked
package dev.pilum.fts.index;

import org.jspecify.annotations.NullMarked;
