package dev.pilum.formats.vector;

import dev.pilum.BatchBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Vectors in the TEXMEX layout that vector searches are usually measured with, read from the first
 * to the last. One thread at a time.
 *
 * <table>
 *   <caption>Each row, little endian</caption>
 *   <tr><th>bytes</th><th>meaning</th></tr>
 *   <tr><td>4</td><td>int32, dimension d, the same in each row</td></tr>
 *   <tr><td>4 d</td><td>d float32 ({@code .fvecs}) or int32 ({@code .ivecs})</td></tr>
 * </table>
 */
public final class VectorFile implements VectorRows {
  private static final int MAX_DIMENSION = 65_536;

  private final SequentialFile file;
  private final int dimension;
  private final long rowCount;
  private long rowsRead;

  private VectorFile(SequentialFile file) {
    this.file = file;
    long length = file.lengthBytes();
    this.dimension = length == 0 ? 1 : next(4).getInt(0);
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidRequest(
          "%s: a first row of dimension %d; is it an fvecs or ivecs file?"
              .formatted(file.path(), dimension));
    }
    if (length % rowBytes() != 0) {
      throw new InvalidRequest(
          "%s: %d bytes are no whole number of rows of dimension %d; the file was cut off"
              .formatted(file.path(), length, dimension));
    }
    this.rowCount = length / rowBytes();
    file.goTo(0);
  }

  /** Opens a file for reading from its start. */
  public static VectorFile open(Path path) {
    return SequentialFile.open(path, VectorFile::new);
  }

  /** Returns all rows of a file of float32. */
  public static float[][] readFloats(Path path) {
    try (VectorFile file = open(path)) {
      float[][] rows = new float[Math.toIntExact(file.rowCount)][file.dimension];
      for (float[] row : rows) {
        System.arraycopy(file.nextFloats(1), 0, row, 0, row.length);
      }
      return rows;
    }
  }

  /** Returns all rows of a file of int32. */
  public static int[][] readInts(Path path) {
    try (VectorFile file = open(path)) {
      int[][] rows = new int[Math.toIntExact(file.rowCount)][file.dimension];
      for (int[] row : rows) {
        file.nextRows(1).position(4).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(row);
      }
      return rows;
    }
  }

  @Override
  public DataType.Vector type() {
    return new DataType.Vector(Element.FLOAT32, dimension);
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public void fill(BatchBuilder batch, String column, int rows) {
    batch.vectors(column, nextFloats(rows));
  }

  /**
   * Returns the next {@code rows} rows, {@code rows * dimension} coordinates; the caller knows that
   * there are so many.
   */
  private float[] nextFloats(int rows) {
    ByteBuffer bytes = nextRows(rows);
    float[] coordinates = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      int start = row * rowBytes() + 4;
      bytes
          .slice(start, 4 * dimension)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(coordinates, row * dimension, dimension);
    }
    return coordinates;
  }

  @Override
  public void close() {
    file.close();
  }

  private ByteBuffer nextRows(int rows) {
    ByteBuffer bytes = next(Math.multiplyExact(rows, rowBytes()));
    for (int row = 0; row < rows; row++) {
      checkDimension(rowsRead + row, bytes.getInt(row * rowBytes()));
    }
    rowsRead += rows;
    return bytes;
  }

  private void checkDimension(long row, int found) {
    if (found != dimension) {
      throw new InvalidRequest(
          "%s: row %d has dimension %d, earlier rows %d"
              .formatted(file.path(), row, found, dimension));
    }
  }

  private ByteBuffer next(int count) {
    ByteBuffer bytes = file.next(count);
    if (bytes.remaining() < count) {
      throw new InvalidRequest(file.path() + ": the file was cut off");
    }
    return bytes;
  }

  private int rowBytes() {
    return 4 + 4 * dimension;
  }
}
