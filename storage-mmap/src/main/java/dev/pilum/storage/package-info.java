/** Bytes on disk: the file-store seam, the log, column files, segments and the manifest. */
@NullMarked
package dev.pilum.storage;

import org.jspecify.annotations.NullMarked;
