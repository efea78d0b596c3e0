/** Looks for damage: in manifests and logs, in the files of segments, between indexes and rows. */
@NullMarked
package dev.pilum.engine.check;

import org.jspecify.annotations.NullMarked;
