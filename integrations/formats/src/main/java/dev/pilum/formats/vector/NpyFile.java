package dev.pilum.formats.vector;

import dev.pilum.BatchBuilder;
import dev.pilum.formats.vector.NpyHeader.Kind;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A numpy array of vectors, or of the numbers that are their ids. Doubles are rounded to singles;
 * bytes without a sign are eight bits each, as {@code packbits} makes them. One thread at a time.
 */
final class NpyFile implements VectorRows {
  private final SequentialFile file;
  private final NpyHeader header;

  private NpyFile(SequentialFile file) {
    this.file = file;
    int start = (int) Math.min(file.lengthBytes(), NpyHeader.MAX_BYTES);
    this.header = NpyHeader.read(name(), whole(file.next(start), start));
    checkLength();
    file.goTo(header.bytes());
  }

  static NpyFile open(Path path) {
    return SequentialFile.open(path, NpyFile::new);
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
    file.close();
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

  private void checkLength() {
    long rest = file.lengthBytes() - header.bytes();
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
    int bytes = Math.multiplyExact(elements, header.kind().bytes);
    return whole(file.next(bytes), bytes);
  }

  private ByteBuffer whole(ByteBuffer read, int wanted) {
    if (read.remaining() < wanted) {
      throw file.failure("the file ends early");
    }
    return read;
  }

  private String name() {
    return String.valueOf(file.path().getFileName());
  }
}
