/**
 * Processes that are killed and machines that lose their power, for real: a load that says what it
 * was promised, and a check that it was kept.
 */
@NullMarked
package dev.pilum.testkit.real;

import org.jspecify.annotations.NullMarked;
