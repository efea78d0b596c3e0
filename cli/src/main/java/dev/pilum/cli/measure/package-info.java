/** How good answers are and how long they take. */
@NullMarked
package dev.pilum.cli.measure;

import org.jspecify.annotations.NullMarked;
