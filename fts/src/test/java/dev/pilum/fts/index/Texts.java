package dev.pilum.fts.index;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of texts for tests.
 *
 * @param rows for each row the text of each column, {@code null} for none
 * @param bytes what {@link #textBytes} claims
 */
record Texts(List<List<@Nullable String>> rows, long bytes) implements TextRows {
  /** Returns rows of one column. */
  static Texts of(@Nullable String... texts) {
    return new Texts(Arrays.stream(texts).map(Arrays::asList).toList(), 0);
  }

  @Override
  public int rowCount() {
    return rows.size();
  }

  @Override
  public long textBytes() {
    return bytes;
  }

  @Override
  public @Nullable String text(int field, int ordinal) {
    return rows.get(ordinal).get(field);
  }

  /** Returns some of these rows. */
  Texts from(int start, int end) {
    return new Texts(rows.subList(start, end), bytes);
  }
}
