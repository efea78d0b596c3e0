/** The six kinds of failure, by what the caller can do next. */
@NullMarked
package dev.pilum.storage.error;

import org.jspecify.annotations.NullMarked;
