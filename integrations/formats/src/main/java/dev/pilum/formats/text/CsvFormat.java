package dev.pilum.formats.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.pilum.Scan;
import dev.pilum.formats.spi.CsvForm;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180), {@code \n} between lines. No value is an empty cell, empty
 * text one of two quotes; text that looks like numbers stands in quotes, so that it comes back as
 * text; what has parts is JSON, bytes are base64.
 */
public final class CsvFormat implements Format {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public List<String> endings() {
    return List.of(".csv");
  }

  @Override
  public RowReader open(Input input, FormatOptions options, RejectedRows rejected) {
    return TextReader.open(
        input, options, rejected, taker -> CsvRows.open(input, options.csv(), taker));
  }

  @Override
  public long write(Scan scan, WritableByteChannel target, FormatOptions options)
      throws IOException {
    CsvForm form = options.csv();
    List<Field> fields = TextRows.fields(scan);
    Writer lines = TextRows.writer(target);
    CsvWriter csv =
        CsvWriter.builder()
            .fieldSeparator(form.delimiter())
            .quoteCharacter(form.quote())
            .quoteStrategy(new Quotes(form.nullToken(), fields))
            .lineDelimiter(LineDelimiter.LF)
            .build(lines);
    if (form.header()) {
      csv.writeRecord(fields.stream().map(Field::name).toList());
    }
    long rows = TextRows.write(scan, row -> csv.writeRecord(cells(row)));
    csv.flush();
    lines.flush();
    return rows;
  }

  private static List<@Nullable String> cells(Map<String, @Nullable Object> row) {
    List<@Nullable String> cells = new ArrayList<>(row.size());
    for (Object value : row.values()) {
      cells.add(value == null ? null : text(value));
    }
    return cells;
  }

  private static String text(Object value) {
    return switch (value) {
      case byte[] bytes -> unquoted(JsonText.of(bytes));
      case float[] vector -> JsonText.of(vector);
      case Iterable<?> list -> JsonText.of(list);
      case Map<?, ?> struct -> JsonText.of(struct);
      default -> value.toString();
    };
  }

  private static String unquoted(String json) {
    return json.substring(1, json.length() - 1);
  }
}
