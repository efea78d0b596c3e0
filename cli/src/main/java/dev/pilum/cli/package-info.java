/** The command line: it only translates words into engine calls. */
@NullMarked
package dev.pilum.cli;

import org.jspecify.annotations.NullMarked;
