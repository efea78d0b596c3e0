/** Benchmarks that check their own answers and compare with a baseline of the same run. */
@NullMarked
package dev.pilum.bench;

import org.jspecify.annotations.NullMarked;
