package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes for a log record. The types are not written: the reader brings the same fields.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>row count</td><td>4</td><td>rows, at least 0</td></tr>
 * <tr><td>columns</td><td>...</td><td>one after another, in the fields' order, each as below</td></tr>
 * <tr><td>has nulls</td><td>1</td><td>1 when validity bits follow, else 0</td></tr>
 * <tr><td>validity</td><td>(rows + 7) / 8</td><td>if any</td></tr>
 * <tr><td>offsets</td><td>4 * (rows + 1)</td><td>of text, binary and lists; the first is 0</td></tr>
 * <tr><td>values</td><td>by type</td><td>bits, fixed-width values, or as many bytes as the last offset says</td></tr>
 * <tr><td>children</td><td>...</td><td>of lists (as many rows as the last offset says) and structs, each as a column</td></tr>
 * </table>
 */
public final class BatchCodec {
  private static final MemorySegment WITHOUT_NULLS = MemorySegment.ofArray(new byte[] {0});
  private static final MemorySegment WITH_NULLS = MemorySegment.ofArray(new byte[] {1});

  private BatchCodec() {}

  /** Returns how many bytes {@link #pieces} have together. */
  public static long sizeBytes(RecordBatch batch) {
    return Integer.BYTES + batch.columns().stream().mapToLong(BatchCodec::sizeOf).sum();
  }

  /**
   * Adds the bytes of {@code batch} to {@code pieces}, in order. Most are the batch's own buffers,
   * not copies.
   */
  public static void pieces(RecordBatch batch, List<MemorySegment> pieces) {
    MemorySegment rowCount = MemorySegment.ofArray(new byte[Integer.BYTES]);
    rowCount.set(Layout.INT, 0, batch.rowCount());
    pieces.add(rowCount);
    for (Column column : batch.columns()) {
      addPieces(column, pieces);
    }
  }

  /**
   * Reads a batch that starts at {@code offsetBytes} of {@code source}; its columns share the
   * source's memory.
   *
   * @throws IndexOutOfBoundsException when the bytes do not hold what they say
   */
  public static RecordBatch read(List<Field> fields, MemorySegment source, long offsetBytes) {
    int rowCount = source.get(Layout.INT, offsetBytes);
    java.util.Objects.checkIndex(rowCount, Integer.MAX_VALUE);
    Reader reader = new Reader(source, offsetBytes + Integer.BYTES);
    List<Column> columns = new ArrayList<>(fields.size());
    for (Field field : fields) {
      columns.add(reader.column(field.type(), rowCount));
    }
    return new RecordBatch(fields, rowCount, columns);
  }

  private static long sizeOf(Column column) {
    int rows = column.length();
    long validity = 1 + (column.validity() == null ? 0 : bitBytes(rows));
    return validity
        + switch (Layout.of(column.type())) {
          case Layout.Bits b -> bitBytes(rows);
          case Layout.Fixed f -> (long) rows * f.bytes();
          case Layout.Dense d -> (long) rows * d.bytes();
          case Layout.Variable v -> 4L * (rows + 1) + column.startOf(rows);
          case Layout.Runs r -> 4L * (rows + 1) + sizeOf(elements(column));
          case Layout.Side s -> column.children().stream().mapToLong(BatchCodec::sizeOf).sum();
        };
  }

  private static Column elements(Column list) {
    return list.children().getFirst().head(list.startOf(list.length()));
  }

  private static long bitBytes(int rows) {
    return (rows + 7L) >>> 3;
  }

  private static void addPieces(Column column, List<MemorySegment> pieces) {
    int rows = column.length();
    MemorySegment validity = column.validity();
    if (validity == null) {
      pieces.add(WITHOUT_NULLS);
    } else {
      pieces.add(WITH_NULLS);
      pieces.add(validity.asSlice(0, bitBytes(rows)));
    }
    switch (Layout.of(column.type())) {
      case Layout.Bits b -> pieces.add(column.bytes().asSlice(0, bitBytes(rows)));
      case Layout.Fixed f -> pieces.add(column.bytes().asSlice(0, (long) rows * f.bytes()));
      case Layout.Dense d -> pieces.add(column.bytes().asSlice(0, (long) rows * d.bytes()));
      case Layout.Variable v -> {
        pieces.add(offsets(column));
        pieces.add(column.bytes().asSlice(0, column.startOf(rows)));
      }
      case Layout.Runs r -> {
        pieces.add(offsets(column));
        addPieces(elements(column), pieces);
      }
      case Layout.Side s -> column.children().forEach(child -> addPieces(child, pieces));
    }
  }

  private static MemorySegment offsets(Column column) {
    MemorySegment offsets = column.offsets();
    assert offsets != null && column.startOf(0) == 0 : "offsets start at 0";
    return offsets.asSlice(0, 4L * (column.length() + 1));
  }

  /** Reads columns one after another, each a view of the source's memory. */
  private static final class Reader {
    private final MemorySegment source;
    private long place;

    Reader(MemorySegment source, long place) {
      this.source = source;
      this.place = place;
    }

    Column column(DataType type, int rows) {
      MemorySegment validity =
          source.get(ValueLayout.JAVA_BYTE, place++) == 0 ? null : bytes(bitBytes(rows));
      return switch (Layout.of(type)) {
        case Layout.Bits b ->
            new Column(type, rows, validity, null, bytes(bitBytes(rows)), List.of());
        case Layout.Fixed f ->
            new Column(type, rows, validity, null, bytes((long) rows * f.bytes()), List.of());
        case Layout.Dense d ->
            new Column(type, rows, validity, null, bytes((long) rows * d.bytes()), List.of());
        case Layout.Variable v -> variable(type, rows, validity);
        case Layout.Runs r -> list(type, r.element(), rows, validity);
        case Layout.Side s ->
            new Column(
                type,
                rows,
                validity,
                null,
                null,
                s.fields().stream().map(f -> column(f, rows)).toList());
      };
    }

    private Column variable(DataType type, int rows, @Nullable MemorySegment validity) {
      MemorySegment offsets = bytes(4L * (rows + 1));
      return new Column(
          type, rows, validity, offsets, bytes(offsets.get(Layout.INT, 4L * rows)), List.of());
    }

    private Column list(
        DataType type, DataType element, int rows, @Nullable MemorySegment validity) {
      MemorySegment offsets = bytes(4L * (rows + 1));
      Column elements = column(element, offsets.get(Layout.INT, 4L * rows));
      return new Column(type, rows, validity, offsets, null, List.of(elements));
    }

    private MemorySegment bytes(long length) {
      MemorySegment bytes = source.asSlice(place, length);
      place += length;
      return bytes;
    }
  }
}
