/** Conditions on rows. */
@NullMarked
package dev.pilum.filter;

import org.jspecify.annotations.NullMarked;
