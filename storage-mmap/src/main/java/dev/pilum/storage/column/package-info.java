/** Values in memory, laid out column by column as Arrow lays them out; for Pilum's own modules. */
@NullMarked
package dev.pilum.storage.column;

import org.jspecify.annotations.NullMarked;
