/** What {@code bench ann} asks of the module that measures, which the command line does without. */
@NullMarked
package dev.pilum.cli.ann;

import org.jspecify.annotations.NullMarked;
