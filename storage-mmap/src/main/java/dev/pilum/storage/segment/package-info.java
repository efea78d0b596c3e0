/** What belongs to one segment beside its columns; for Pilum's own modules. */
@NullMarked
package dev.pilum.storage.segment;

import org.jspecify.annotations.NullMarked;
