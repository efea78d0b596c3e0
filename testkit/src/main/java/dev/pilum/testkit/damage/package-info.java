/** Every kind of damage to every kind of file, and what a database says to it. */
@NullMarked
package dev.pilum.testkit.damage;

import org.jspecify.annotations.NullMarked;
