package dev.pilum.formats.spi;

import dev.pilum.storage.error.InvalidRequest;

/**
 * How values are separated.
 *
 * @param delimiter stands between two cells
 * @param quote stands around cells that hold delimiters, quotes or line ends
 * @param header whether the first line names the columns; otherwise they are {@code c1}, {@code c2}
 *     and so on
 * @param nullToken an unquoted cell that says so has no value; an empty one never has
 */
public record CsvForm(char delimiter, char quote, boolean header, String nullToken) {
  /** RFC 4180 with a header. */
  public static final CsvForm RFC_4180 = new CsvForm(',', '"', true, "");

  public CsvForm {
    if (delimiter == quote || isLineEnd(delimiter) || isLineEnd(quote)) {
      throw new InvalidRequest("delimiter and quote must be two different characters on one line");
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
