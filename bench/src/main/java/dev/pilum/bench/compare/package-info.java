/** {@code pilum bench compare}: Pilum beside what one would pick instead. */
@NullMarked
package dev.pilum.bench.compare;

import org.jspecify.annotations.NullMarked;
