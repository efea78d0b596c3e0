package dev.pilum.formats.arrow;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Arrow IPC: the whole types, vectors included. Files and streams are told apart when read. */
public final class ArrowFormat implements Format {
  /** Files, with a table of contents at their end. */
  public static final ArrowFormat FILE = new ArrowFormat("arrow", List.of(".arrow", ".feather"));

  /** Streams, without one. */
  public static final ArrowFormat STREAM = new ArrowFormat("stream", List.of(".arrows"));

  private final String name;
  private final List<String> endings;

  private ArrowFormat(String name, List<String> endings) {
    this.name = name;
    this.endings = endings;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> endings() {
    return endings;
  }

  @Override
  public RowReader open(Input input, FormatOptions options, RejectedRows rejected) {
    return ArrowReader.open(input);
  }

  @Override
  public long write(Scan scan, WritableByteChannel target, FormatOptions options)
      throws IOException {
    OutputStream stream = Channels.newOutputStream(target);
    return this == FILE ? scan.writeArrowFile(stream) : scan.writeArrowStream(stream);
  }
}
