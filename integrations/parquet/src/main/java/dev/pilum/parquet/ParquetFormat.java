package dev.pilum.parquet;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Parquet files. Written ones carry the Arrow schema, as those of Arrow's own writers do, so that
 * vectors come back as such; where it is missing, lists whose lengths are equal become vectors.
 */
public final class ParquetFormat implements Format {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public List<String> endings() {
    return List.of(".parquet", ".pq");
  }

  @Override
  public RowReader open(Input input, FormatOptions options, RejectedRows rejected) {
    return ParquetReader.open(input.file(), rejected);
  }

  @Override
  public long write(Scan scan, WritableByteChannel target, FormatOptions options)
      throws IOException {
    return ParquetRows.write(scan, target);
  }
}
