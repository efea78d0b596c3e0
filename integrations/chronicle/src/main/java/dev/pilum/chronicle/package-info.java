/** A key map kept by Chronicle Map. */
@NullMarked
package dev.pilum.chronicle;

import org.jspecify.annotations.NullMarked;
