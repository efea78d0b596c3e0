/** Pilum and its peers, each behind {@link dev.pilum.bench.ann.engine.AnnEngine}. */
@NullMarked
package dev.pilum.bench.ann.engine;

import org.jspecify.annotations.NullMarked;
