/** A whole database in memory that fails as a seed says, for tests of applications. */
@NullMarked
package dev.pilum.testkit.backend;

import org.jspecify.annotations.NullMarked;
