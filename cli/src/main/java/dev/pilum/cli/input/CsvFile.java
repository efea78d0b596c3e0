package dev.pilum.cli.input;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of comma-separated values as RFC 4180 describes them, the first line naming the columns. A
 * cell becomes {@link Long}, {@link Double} or {@link Boolean} where it reads like one, null where
 * it is empty, else text; digits behind a leading zero are text, since such things are post codes
 * rather than numbers. A quoted cell is always text and may hold commas, line ends and doubled
 * quotes.
 */
public final class CsvFile implements RowSource {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final TextFile file;
  private final List<String> names;
  private long line;

  private CsvFile(TextFile file) {
    this.file = file;
    List<@Nullable Object> header = cells();
    if (header == null) {
      throw new InvalidRequest(
          file.place(1) + ": the file is empty; its first line must name the columns");
    }
    this.names = header.stream().map(String::valueOf).toList();
  }

  /** Opens a file for reading from its start. */
  public static CsvFile open(Path path) {
    return new CsvFile(TextFile.open(path));
  }

  @Override
  public @Nullable Map<String, @Nullable Object> next() {
    List<@Nullable Object> cells = cells();
    if (cells == null) {
      return null;
    }
    if (cells.size() != names.size()) {
      throw new InvalidRequest(
          "%s: %d cells, the header has %d; quote cells that hold commas"
              .formatted(place(), cells.size(), names.size()));
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(names.get(i), cells.get(i));
    }
    return row;
  }

  @Override
  public String place() {
    return file.place(line);
  }

  @Override
  public long bytesRead() {
    return file.charsRead();
  }

  @Override
  public void close() {
    file.close();
  }

  private @Nullable List<@Nullable Object> cells() {
    String text = file.nextLine();
    while (text != null && text.isBlank()) {
      text = file.nextLine();
    }
    line = file.line();
    return text == null ? null : split(text);
  }

  private List<@Nullable Object> split(String first) {
    List<@Nullable Object> cells = new ArrayList<>();
    String text = first;
    int at = 0;
    while (at <= text.length()) {
      if (at < text.length() && text.charAt(at) == '"') {
        text = untilQuotesClose(text, at);
        int end = closingQuote(text, at + 1);
        cells.add(text.substring(at + 1, end).replace("\"\"", "\""));
        at = behindComma(text, end + 1);
      } else {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        cells.add(plain(text.substring(at, end)));
        at = end + 1;
      }
    }
    return cells;
  }

  /**
   * Returns {@code text}, lengthened by following lines until the quote opened at {@code at} is
   * closed.
   */
  private String untilQuotesClose(String text, int at) {
    StringBuilder all = new StringBuilder(text);
    while (closingQuote(all, at + 1) < 0) {
      String more = file.nextLine();
      if (more == null) {
        throw new InvalidRequest(
            place() + ": a quoted cell is never closed; add the missing quote");
      }
      all.append('\n').append(more);
    }
    return all.toString();
  }

  private static int closingQuote(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (!doubled) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private int behindComma(String text, int at) {
    if (at < text.length() && text.charAt(at) != ',') {
      throw new InvalidRequest(
          place() + ": there is text behind a closing quote; double the quotes inside the cell");
    }
    return at + 1;
  }

  private static @Nullable Object plain(String cell) {
    String word = cell.strip();
    if (word.isEmpty()) {
      return null;
    }
    if (WHOLE.matcher(word).matches()) {
      return Long.valueOf(word);
    }
    if (DECIMAL.matcher(word).matches()) {
      return Double.valueOf(word);
    }
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
        ? (Object) Boolean.valueOf(word)
        : cell;
  }
}
