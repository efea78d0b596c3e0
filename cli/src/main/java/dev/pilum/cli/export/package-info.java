/** Rows into files. */
@NullMarked
package dev.pilum.cli.export;

import org.jspecify.annotations.NullMarked;
