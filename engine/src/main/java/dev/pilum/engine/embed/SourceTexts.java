package dev.pilum.engine.embed;

import dev.pilum.storage.column.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a row that is embedded: that of its source columns, one on each line. */
final class SourceTexts {
  private SourceTexts() {}

  /** Returns the text of a row, or {@code null} when there is none, or nothing but blanks. */
  static @Nullable String of(List<Column> sources, int row) {
    StringBuilder text = new StringBuilder();
    for (Column source : sources) {
      append(text, source, row);
    }
    return unlessBlank(text);
  }

  /** Returns a text, or {@code null} where it says nothing, which some models refuse. */
  static @Nullable String unlessBlank(StringBuilder text) {
    return text.chars().allMatch(Character::isWhitespace) ? null : text.toString();
  }

  /** Adds what one source has, on a line of its own. */
  static void append(StringBuilder text, Column source, int row) {
    if (!source.isNull(row) && source.endOf(row) > source.startOf(row)) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(new String(source.bytesAt(row), StandardCharsets.UTF_8));
    }
  }
}
