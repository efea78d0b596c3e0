/**
 * The order of scalar values, and the files that answer questions about them without reading a
 * column: zone maps and scalar indexes, one each for a segment, immutable, rebuildable.
 */
@NullMarked
package dev.pilum.storage.scalar;

import org.jspecify.annotations.NullMarked;
