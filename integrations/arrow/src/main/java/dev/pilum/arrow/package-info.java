/**
 * Reads Arrow files and streams that others wrote, whatever their batches, dictionaries and
 * compression, into Pilum's columns.
 */
@NullMarked
package dev.pilum.arrow;

import org.jspecify.annotations.NullMarked;
