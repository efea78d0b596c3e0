/**
 * What an import reads: rows and vectors in other people's files, and the schema they amount to.
 */
@NullMarked
package dev.pilum.cli.input;

import org.jspecify.annotations.NullMarked;
