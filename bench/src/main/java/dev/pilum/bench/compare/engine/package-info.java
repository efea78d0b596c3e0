/** Pilum and its peers, each behind {@link dev.pilum.bench.compare.engine.Engine}. */
@NullMarked
package dev.pilum.bench.compare.engine;

import org.jspecify.annotations.NullMarked;
