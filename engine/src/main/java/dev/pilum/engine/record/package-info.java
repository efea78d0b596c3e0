/** Between Java records and rows. */
@NullMarked
package dev.pilum.engine.record;

import org.jspecify.annotations.NullMarked;
