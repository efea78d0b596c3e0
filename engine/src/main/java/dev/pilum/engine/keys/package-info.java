/**
 * Finding the live row of a key: key indexes over a whole table, and the lookup that checks what
 * they say.
 */
@NullMarked
package dev.pilum.engine.keys;

import org.jspecify.annotations.NullMarked;
