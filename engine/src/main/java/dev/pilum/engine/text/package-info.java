/** The text columns of a table, as full-text indexes want them. */
@NullMarked
package dev.pilum.engine.text;

import org.jspecify.annotations.NullMarked;
