/** How rows get in: commits through the log into the memtable, from there into segments. */
@NullMarked
package dev.pilum.engine.write;

import org.jspecify.annotations.NullMarked;
