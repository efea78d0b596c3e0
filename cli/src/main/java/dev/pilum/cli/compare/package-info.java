/**
 * What {@code bench compare} asks of the module that measures, which the command line does without.
 */
@NullMarked
package dev.pilum.cli.compare;

import org.jspecify.annotations.NullMarked;
