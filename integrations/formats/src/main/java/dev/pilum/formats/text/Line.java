package dev.pilum.formats.text;

import org.jspecify.annotations.Nullable;

/**
 * One line of a file.
 *
 * @param number from 1
 * @param text without its end; where {@code fault} says that it is no UTF-8, with the foreign bytes
 *     replaced
 * @param end what ends it: a line feed, with or without a carriage return, or nothing at the end of
 *     the file
 * @param fault why it cannot be used, or {@code null}
 */
record Line(long number, String text, String end, @Nullable String fault) {}
