/** The one door to the outside world: files, time, chance and threads. */
@NullMarked
package dev.pilum.storage.env;

import org.jspecify.annotations.NullMarked;
