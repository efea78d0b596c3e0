package dev.pilum.formats.vector;

import dev.pilum.BatchBuilder;
import dev.pilum.formats.vector.NpyHeader.Kind;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A numpy array of vectors, or of the numbers that are their ids. Doubles are rounded to singles;
 * bytes without a sign are eight bits each, as {@code packbits} makes them. One thread at a time.
 */
final class NpyFile implements VectorRows {
  private final Path path;
  private final FileChannel channel;
  private final NpyHeader header;

  private NpyFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(channel.size(), NpyHeader.MAX_BYTES));
    fill(start);
    this.header = NpyHeader.read(name(), start);
    checkLength();
    channel.position(header.bytes());
  }

  static NpyFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path);
      boolean opened = false;
      try {
        NpyFile file = new NpyFile(path, channel);
        opened = true;
        return file;
      } finally {
        if (!opened) {
          channel.close();
        }
      }
    } catch (NoSuchFileException e) {
      throw new InvalidRequest("there is no file '" + path + "'; check the path", e);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public DataType.Vector type() {
    NpyHeader.require(
        header.shape().size() == 2, name(), "rows and columns, got shape " + header.shape());
    long columns = header.shape().getLast();
    boolean known = columns >= 1 && columns <= DataType.Vector.MAX_DIMENSION;
    NpyHeader.require(known, name(), "1 to 65,536 columns, got " + columns);
    int dimension = (int) columns;
    return switch (header.kind()) {
      case FLOAT16 -> new DataType.Vector(Element.FLOAT16, dimension);
      case FLOAT32, FLOAT64 -> new DataType.Vector(Element.FLOAT32, dimension);
      case INT8 -> new DataType.Vector(Element.INT8, dimension);
      case UINT8 -> new DataType.Vector(Element.BIT, 8 * dimension);
      case INT32, INT64 ->
          throw new InvalidRequest(name() + " has whole numbers; vectors are floats or bytes");
    };
  }

  @Override
  public long rowCount() {
    return header.shape().getFirst();
  }

  @Override
  public void fill(BatchBuilder batch, String column, int rows) {
    int columns = Math.toIntExact(header.shape().getLast());
    ByteBuffer bytes = next(Math.multiplyExact(rows, columns));
    if (header.kind() == Kind.INT8 || header.kind() == Kind.UINT8) {
      byte[] whole = new byte[bytes.remaining()];
      bytes.get(whole);
      batch.vectors(column, whole);
    } else {
      batch.vectors(column, floats(bytes, rows * columns));
    }
  }

  /**
   * Returns the next {@code rows} numbers of an array of one dimension; the caller knows that there
   * are so many.
   */
  long[] nextNumbers(int rows) {
    ByteBuffer bytes = next(rows);
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = header.kind() == Kind.INT64 ? bytes.getLong(8 * i) : bytes.getInt(4 * i);
    }
    return numbers;
  }

  /** Makes sure that this is an array of whole numbers, one for each vector. */
  void checkNumbers(long wanted) {
    boolean whole = header.kind() == Kind.INT64 || header.kind() == Kind.INT32;
    NpyHeader.require(
        whole && header.shape().size() == 1, name(), "ids: one dimension of int64 or int32");
    if (rowCount() != wanted) {
      throw new InvalidRequest(
          "%s has %d ids, there are %d vectors; both must have as many"
              .formatted(name(), rowCount(), wanted));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private float[] floats(ByteBuffer bytes, int count) {
    float[] coordinates = new float[count];
    for (int i = 0; i < count; i++) {
      coordinates[i] =
          switch (header.kind()) {
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(2 * i));
            case FLOAT64 -> (float) bytes.getDouble(8 * i);
            default -> bytes.getFloat(4 * i);
          };
    }
    return coordinates;
  }

  private void checkLength() throws IOException {
    long rest = channel.size() - header.bytes();
    long elements = 1;
    NpyHeader.require(!header.shape().isEmpty(), name(), "an array, got a single value");
    for (long length : header.shape()) {
      // An empty array may have any other length; nothing is allocated by it.
      boolean fits = length == 0 || elements <= Long.MAX_VALUE / length / 8;
      NpyHeader.require(fits, name(), "an array that fits on a disk, got shape " + header.shape());
      elements *= length;
    }
    NpyHeader.require(
        elements * header.kind().bytes == rest,
        name(),
        "%d bytes for shape %s, got %d; the file was cut off"
            .formatted(elements * header.kind().bytes, header.shape(), rest));
  }

  private ByteBuffer next(int elements) {
    try {
      return fill(ByteBuffer.allocate(Math.multiplyExact(elements, header.kind().bytes)));
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private ByteBuffer fill(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private String name() {
    return String.valueOf(path.getFileName());
  }

  private static StorageFailure failure(Path path, IOException e) {
    return new StorageFailure("cannot read '" + path + "': " + e.getMessage(), e);
  }
}
