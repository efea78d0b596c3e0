package dev.pilum.formats.text;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * One JSON object per line. Vectors are arrays of numbers, those of int8 and of bits base64 as
 * bytes are; dates and the like are ISO text.
 */
public final class JsonLinesFormat implements Format {
  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public List<String> endings() {
    return List.of(".jsonl", ".ndjson");
  }

  @Override
  public RowReader open(Input input, FormatOptions options, RejectedRows rejected) {
    return TextReader.open(input, options, rejected, taker -> JsonRows.open(input, taker));
  }

  @Override
  public long write(Scan scan, WritableByteChannel target, FormatOptions options)
      throws IOException {
    Writer lines = TextRows.writer(target);
    long rows = TextRows.write(scan, row -> lines.append(JsonText.of(row)).append('\n'));
    lines.flush();
    return rows;
  }
}
