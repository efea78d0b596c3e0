package dev.pilum.formats.text;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row whose values have no types yet.
 *
 * @param values by the names that the file gives: what JSON has, or {@link CsvCell}s
 * @param ordinal number of the row in the input, from 0
 * @param line where it starts, from 1
 * @param text as it stands in the file
 */
public record LooseRow(
    Map<String, @Nullable Object> values, long ordinal, long line, String text) {}
