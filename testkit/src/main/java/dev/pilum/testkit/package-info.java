/** Simulated disk with faults, contracts and models, for tests only. */
@NullMarked
package dev.pilum.testkit;

import org.jspecify.annotations.NullMarked;
