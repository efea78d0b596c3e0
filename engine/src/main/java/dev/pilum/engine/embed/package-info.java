/** Vectors made by models: which rows need them, calls of models, what becomes of bad ones. */
@NullMarked
package dev.pilum.engine.embed;

import org.jspecify.annotations.NullMarked;
