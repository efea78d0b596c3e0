/** What a table should hold, drawn histories of one, and what must be true of it at any time. */
@NullMarked
package dev.pilum.testkit.table;

import org.jspecify.annotations.NullMarked;
