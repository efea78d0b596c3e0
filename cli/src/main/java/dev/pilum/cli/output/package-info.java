/** What a command shows: rows in the form the user chose, and how far it is. */
@NullMarked
package dev.pilum.cli.output;

import org.jspecify.annotations.NullMarked;
