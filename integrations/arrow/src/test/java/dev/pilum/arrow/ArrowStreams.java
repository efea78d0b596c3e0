package dev.pilum.arrow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

/** What Arrow Java writes, and what Pilum reads of it. */
final class ArrowStreams {
  private ArrowStreams() {}

  /** Returns all batches that Pilum reads. */
  static List<RecordBatch> readAll(byte[] bytes) {
    List<RecordBatch> batches = new ArrayList<>();
    try (ArrowSource source = ArrowSource.open(new ByteArrayInputStream(bytes), "input")) {
      for (RecordBatch batch = source.next(); batch != null; batch = source.next()) {
        batches.add(batch);
      }
    }
    return batches;
  }

  /** Fills columns {@code id} and {@code text}, every fifth text null. */
  static void fill(VectorSchemaRoot root, int rows, int number) {
    BigIntVector ids = (BigIntVector) root.getVector("id");
    VarCharVector texts = (VarCharVector) root.getVector("text");
    ids.reset();
    texts.reset();
    for (int row = 0; row < rows; row++) {
      ids.setSafe(row, number * 1_000_000L + row);
      if (row % 5 != 0) {
        texts.setSafe(row, utf8("text " + row % 50 + " of " + number));
      }
    }
    root.setRowCount(rows);
  }

  /** Writes one batch, as it is, to a file without compression. */
  static byte[] write(VectorSchemaRoot root) throws IOException {
    return write(
        root,
        new DictionaryProvider.MapDictionaryProvider(),
        true,
        CodecType.NO_COMPRESSION,
        1,
        (r, n) -> {});
  }

  /** Writes batches that {@code fill} makes, each with its number, as a file or as a stream. */
  static byte[] write(
      VectorSchemaRoot root,
      DictionaryProvider provider,
      boolean file,
      CodecType codec,
      int batches,
      BiConsumer<VectorSchemaRoot, Integer> fill)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var channel = Channels.newChannel(bytes);
    var factory =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    try (ArrowWriter writer =
        file
            ? new ArrowFileWriter(root, provider, channel, null, IpcOption.DEFAULT, factory, codec)
            : new ArrowStreamWriter(root, provider, channel, IpcOption.DEFAULT, factory, codec)) {
      for (int number = 0; number < batches; number++) {
        fill.accept(root, number);
        writer.writeBatch();
      }
    }
    return bytes.toByteArray();
  }

  static String text(Column column, int row) {
    return new String(column.bytesAt(row), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Asserts that Pilum refuses to read {@code bytes}, with these words. */
  static void refused(byte[] bytes, String... words) {
    assertThatThrownBy(() -> readAll(bytes))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll(words);
  }
}
