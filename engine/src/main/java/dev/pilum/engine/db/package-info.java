/** Databases and tables as users see them, put together from reading and writing. */
@NullMarked
package dev.pilum.engine.db;

import org.jspecify.annotations.NullMarked;
