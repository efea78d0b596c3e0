/** Rows out of files into tables, and out of tables into files. */
@NullMarked
package dev.pilum.formats;

import org.jspecify.annotations.NullMarked;
