/** Files of bare vectors: fvecs, ivecs and npy. */
@NullMarked
package dev.pilum.formats.vector;

import org.jspecify.annotations.NullMarked;
