/** Builds, checks and times engines side by side. */
@NullMarked
package dev.pilum.bench.ann;

import org.jspecify.annotations.NullMarked;
