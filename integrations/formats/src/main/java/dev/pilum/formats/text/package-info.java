/** Rows as lines of text: CSV and JSON, whose types are learned from their values. */
@NullMarked
package dev.pilum.formats.text;

import org.jspecify.annotations.NullMarked;
