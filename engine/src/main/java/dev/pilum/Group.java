package dev.pilum;

import org.jspecify.annotations.Nullable;

/**
 * Rows with the same value.
 *
 * @param value their value, of the Java type of its column; {@code null} for rows without one
 * @param count how many they are
 */
public record Group(@Nullable Object value, long count) {}
