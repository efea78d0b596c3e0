/** Metrics of databases for Micrometer. */
@NullMarked
package dev.pilum.micrometer;

import org.jspecify.annotations.NullMarked;
