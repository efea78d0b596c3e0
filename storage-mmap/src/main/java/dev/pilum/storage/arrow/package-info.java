/** Column files: Arrow IPC files that Pilum writes in one go and reads in place. */
@NullMarked
package dev.pilum.storage.arrow;

import org.jspecify.annotations.NullMarked;
