/** The backend that keeps collections in a folder of this machine. */
@NullMarked
package dev.pilum.engine.backend;

import org.jspecify.annotations.NullMarked;
