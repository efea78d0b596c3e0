/** Nearest neighbours over someone else's bytes: kernels, exact search and the HNSW graph. */
@NullMarked
package dev.pilum.hnsw;

import org.jspecify.annotations.NullMarked;
