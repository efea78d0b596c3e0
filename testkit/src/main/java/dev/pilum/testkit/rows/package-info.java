/** Random tables over every type, for tests of what goes in and out of the database. */
@NullMarked
package dev.pilum.testkit.rows;

import org.jspecify.annotations.NullMarked;
