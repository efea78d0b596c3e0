/** Configurations of backends from YAML; the engine itself brings no parser of it. */
@NullMarked
package dev.pilum.config;

import org.jspecify.annotations.NullMarked;
