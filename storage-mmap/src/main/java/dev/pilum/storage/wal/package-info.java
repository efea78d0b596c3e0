/** The write-ahead log: what has been written since the newest manifest. */
@NullMarked
package dev.pilum.storage.wal;

import org.jspecify.annotations.NullMarked;
