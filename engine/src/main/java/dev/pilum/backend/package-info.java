/**
 * Collections of vectors wherever they are kept: in a Pilum database, in a simulated one, in what
 * others provide. An application that is written against {@link dev.pilum.backend.Backend} changes
 * the place by configuration; {@link dev.pilum.backend.BackendProvider} is what a new place
 * implements.
 *
 * <p>What comes from {@link dev.pilum.backend.Backends#open} checks its arguments before a provider
 * sees them, so that every provider refuses the same calls with the same words.
 */
@NullMarked
package dev.pilum.backend;

import org.jspecify.annotations.NullMarked;
