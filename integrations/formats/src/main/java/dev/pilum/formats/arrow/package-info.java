/** Arrow IPC files and streams as a format among others. */
@NullMarked
package dev.pilum.formats.arrow;

import org.jspecify.annotations.NullMarked;
