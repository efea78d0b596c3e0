package dev.pilum.formats.vector;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.Scan;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the one column of vectors that a scan has. One thread. */
final class VectorWriter {
  private static final int BATCH_ROWS = 1_024;

  private final VectorFormat format;
  private final WritableByteChannel target;

  VectorWriter(VectorFormat format, WritableByteChannel target) {
    this.format = format;
    this.target = target;
  }

  long write(Scan scan, @Nullable String wanted) throws IOException {
    long rows = 0;
    try (BatchReader batches = scan.batches(BATCH_ROWS)) {
      Field field = vectors(batches.fields(), wanted);
      DataType.Vector type = (DataType.Vector) field.type();
      long start = format == VectorFormat.NPY ? position() : 0;
      writeHeader(type, 0);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        writeAll(batch.columns().column(field.name()), field.name(), type);
        rows += batch.rowCount();
      }
      if (format == VectorFormat.NPY) {
        SeekableByteChannel file = (SeekableByteChannel) target;
        long end = file.position();
        file.position(start);
        writeHeader(type, rows);
        file.position(end);
      }
    }
    return rows;
  }

  private Field vectors(List<Field> fields, @Nullable String wanted) {
    List<Field> vectors =
        fields.stream()
            .filter(field -> field.type() instanceof DataType.Vector)
            .filter(field -> wanted == null || field.name().equals(wanted))
            .toList();
    if (vectors.size() != 1) {
      throw new InvalidRequest(
          "such a file holds one column of vectors, there are %s; select one"
              .formatted(vectors.stream().map(Field::name).toList()));
    }
    Field field = vectors.getFirst();
    if (format == VectorFormat.FVECS
        && ((DataType.Vector) field.type()).element() != Element.FLOAT32) {
      throw new InvalidRequest(
          "fvecs files hold float32, column '%s' is %s; npy holds it"
              .formatted(field.name(), field.type().describe()));
    }
    return field;
  }

  private long position() throws IOException {
    if (target instanceof SeekableByteChannel file) {
      return file.position();
    }
    throw new InvalidRequest("npy is written to files only: its start tells how many rows follow");
  }

  private void writeHeader(DataType.Vector type, long rows) throws IOException {
    if (format == VectorFormat.NPY) {
      NpyHeader.Kind kind =
          switch (type.element()) {
            case FLOAT32 -> NpyHeader.Kind.FLOAT32;
            case FLOAT16 -> NpyHeader.Kind.FLOAT16;
            case INT8 -> NpyHeader.Kind.INT8;
            case BIT -> NpyHeader.Kind.UINT8;
          };
      int columns = type.element() == Element.BIT ? type.dimension() / 8 : type.dimension();
      writeFully(NpyHeader.write(kind, rows, columns));
    }
  }

  private void writeAll(Column column, String name, DataType.Vector type) throws IOException {
    int prefix = format == VectorFormat.FVECS ? 4 : 0;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(column.length(), prefix + type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < column.length(); row++) {
      if (column.isNull(row)) {
        throw new InvalidRequest(
            "column '%s' has rows without a vector, which such files cannot hold; leave them out by a filter: %s is not null"
                .formatted(name, name));
      }
      if (prefix > 0) {
        bytes.putInt(type.dimension());
      }
      bytes.put(column.slice(row).asByteBuffer());
    }
    writeFully(bytes.flip());
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
