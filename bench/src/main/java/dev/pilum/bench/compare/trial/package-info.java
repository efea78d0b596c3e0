/** What is measured. Knows engines only as {@link dev.pilum.bench.compare.engine.Engine}. */
@NullMarked
package dev.pilum.bench.compare.trial;

import org.jspecify.annotations.NullMarked;
