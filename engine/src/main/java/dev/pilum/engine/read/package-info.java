/** How rows get out: lookups, scans and searches over one view. */
@NullMarked
package dev.pilum.engine.read;

import org.jspecify.annotations.NullMarked;
