/**
 * Between Java values and columns: what callers hand in is checked and laid out here, what they get
 * back is read here.
 */
@NullMarked
package dev.pilum.engine.row;

import org.jspecify.annotations.NullMarked;
