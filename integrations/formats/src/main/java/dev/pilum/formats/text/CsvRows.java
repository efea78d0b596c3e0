package dev.pilum.formats.text;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.pilum.formats.spi.CsvForm;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A row ends where a line ends and all quotes are closed, that is, where their number is even. So rows are cut out of the text first,
 * each is parsed by itself, and one that is no CSV spoils no other. Where quotes are never closed, only the line with the first of
 * them is wrong, and reading goes on behind it.
 */

/** Comma-separated values as RFC 4180 describes them, with quotes and delimiters as told. */
final class CsvRows implements LooseRows {
  /** A row that has more lines than this has lost a quote. */
  private static final int MAX_LINES = 10_000;

  private final Lines lines;
  private final CsvForm form;
  private final RejectedRows rejected;
  private final CsvReader.CsvReaderBuilder parser;
  private final List<String> names = new ArrayList<>();
  private long passed;

  private CsvRows(Lines lines, CsvForm form, RejectedRows rejected) {
    this.lines = lines;
    this.form = form;
    this.rejected = rejected;
    this.parser =
        CsvReader.builder()
            .fieldSeparator(form.delimiter())
            .quoteCharacter(form.quote())
            .skipEmptyLines(false)
            .allowExtraCharsAfterClosingQuote(false)
            .maxBufferSize(2 * Lines.MAX_LINE_BYTES);
    this.names.addAll(header());
  }

  static CsvRows open(Input input, CsvForm form, RejectedRows rejected) {
    Lines lines = Lines.open(input);
    boolean opened = false;
    try {
      CsvRows rows = new CsvRows(lines, form, rejected);
      opened = true;
      return rows;
    } finally {
      if (!opened) {
        lines.close();
      }
    }
  }

  @Override
  public @Nullable LooseRow next() {
    for (Line line = nextFilled(); line != null; line = nextFilled()) {
      LooseRow row = row(line);
      passed++;
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  @Override
  public long passed() {
    return passed;
  }

  @Override
  public String place(long line) {
    return lines.place(line);
  }

  @Override
  public long bytesRead() {
    return lines.bytesRead();
  }

  @Override
  public void close() {
    lines.close();
  }

  private List<String> header() {
    Line first = nextFilled();
    if (first == null) {
      throw new InvalidRequest(
          lines.place(1) + ": the file is empty; its first line must name the columns");
    }
    Line whole = first.fault() == null ? withAllQuotes(first) : first;
    List<CsvCell> cells = headerCells(whole);
    if (!form.header()) {
      lines.giveBack(whole);
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String name = form.header() ? cells.get(i).text() : "c" + (i + 1);
      if (found.contains(name)) {
        throw new InvalidRequest(
            "%s: two columns are named '%s'; rename one".formatted(lines.place(1), name));
      }
      found.add(name);
    }
    return List.copyOf(found);
  }

  private List<CsvCell> headerCells(Line line) {
    try {
      return cells(line);
    } catch (InvalidRequest e) {
      throw new InvalidRequest(lines.place(line.number()) + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Line nextFilled() {
    Line line = lines.next();
    while (line != null && line.fault() == null && isEmpty(line.text()) && !isRow(line)) {
      line = lines.next();
    }
    return line;
  }

  /** A tabulator may be blank and yet stand between two cells. */
  private boolean isEmpty(String text) {
    return text.isBlank() && text.indexOf(form.delimiter()) < 0;
  }

  /** Returns whether an empty line is a row: one without a value, where there is one column. */
  private boolean isRow(Line line) {
    return names.size() == 1 && line.text().isEmpty();
  }

  private @Nullable LooseRow row(Line first) {
    Line line = first.fault() == null ? withAllQuotes(first) : first;
    List<CsvCell> cells;
    try {
      cells = cells(line);
    } catch (InvalidRequest e) {
      return reject(line, String.valueOf(e.getMessage()), e);
    }
    return cells.size() == names.size()
        ? new LooseRow(named(cells), passed, line.number(), line.text())
        : reject(
            line,
            "%d cells, there are %d columns; quote cells that hold '%s'"
                .formatted(cells.size(), names.size(), form.delimiter()),
            null);
  }

  private Map<String, @Nullable Object> named(List<CsvCell> cells) {
    Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      CsvCell cell = cells.get(i);
      boolean none =
          !cell.quoted() && (cell.text().isBlank() || cell.text().equals(form.nullToken()));
      values.put(names.get(i), none ? null : cell);
    }
    return values;
  }

  /** Returns the line with those that follow until every quote is closed. */
  private Line withAllQuotes(Line first) {
    if (isEven(first.text())) {
      return first;
    }
    List<Line> more = new ArrayList<>();
    StringBuilder text = new StringBuilder(first.text()).append(first.end());
    for (Line line = lines.next(); line != null; line = lines.next()) {
      more.add(line);
      text.append(line.text());
      boolean closed = !isEven(line.text());
      if (line.fault() != null || more.size() > MAX_LINES || text.length() > Lines.MAX_LINE_BYTES) {
        break;
      }
      if (closed) {
        return new Line(first.number(), text.toString(), line.end(), null);
      }
      text.append(line.end());
    }
    more.reversed().forEach(lines::giveBack);
    return new Line(
        first.number(),
        first.text(),
        first.end(),
        "a quoted cell is never closed; add the missing quote");
  }

  private boolean isEven(String text) {
    int quotes = 0;
    for (int at = text.indexOf(form.quote()); at >= 0; at = text.indexOf(form.quote(), at + 1)) {
      quotes++;
    }
    return (quotes & 1) == 0;
  }

  /**
   * Returns the cells of a row.
   *
   * @throws InvalidRequest when it is none, without its place
   */
  private List<CsvCell> cells(Line line) {
    String fault = line.fault();
    if (fault != null) {
      throw new InvalidRequest(fault);
    }
    if (hasLoneReturn(line.text())) {
      throw new InvalidRequest(
          "a carriage return outside of quotes; quote the cell that holds it, or, where it ends a"
              + " row, convert the file to line feeds");
    }
    try {
      return parser.ofSingleCsvRecord(new Cells(), line.text());
    } catch (CsvParseException | IllegalArgumentException e) {
      throw new InvalidRequest(
          "there is text around a quoted cell; double the quotes inside the cell", e);
    }
  }

  /** The parser takes one for the end of the row, and would not look at what is behind it. */
  private boolean hasLoneReturn(String text) {
    int end = Math.min(text.lastIndexOf('\r') + 1, text.length() - 1);
    boolean quoted = false;
    for (int at = 0; at < end; at++) {
      char c = text.charAt(at);
      quoted ^= c == form.quote();
      if (c == '\r' && !quoted) {
        return true;
      }
    }
    return false;
  }

  private @Nullable LooseRow reject(Line line, String reason, @Nullable Throwable cause) {
    rejected.take(lines.place(line.number()), line.number(), reason, line.text(), cause);
    return null;
  }

  /** Collects the cells of one row, and whether they were quoted. */
  private static final class Cells extends AbstractBaseCsvCallbackHandler<List<CsvCell>> {
    private final List<CsvCell> cells = new ArrayList<>();

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      cells.add(new CsvCell(new String(text, offset, length), quoted));
    }

    @Override
    protected List<CsvCell> buildRecord() {
      return cells;
    }
  }
}
