/** Lives long lives of a table and measures what its history and its upkeep cost. */
@NullMarked
package dev.pilum.cli.life;

import org.jspecify.annotations.NullMarked;
