/** What a fuzzer feeds: every parser of Pilum, taking bytes. */
@NullMarked
package dev.pilum.fuzz;

import org.jspecify.annotations.NullMarked;
