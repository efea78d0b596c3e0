/**
 * Whole histories of a database that follow from one number: the engine's own threads in a chosen
 * order, a disk that misbehaves, power cuts, and what must be true afterwards.
 */
@NullMarked
package dev.pilum.testkit.sim;

import org.jspecify.annotations.NullMarked;
