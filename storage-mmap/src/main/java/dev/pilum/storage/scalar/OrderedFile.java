package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one segment by the value of one scalar column: each entry is one row. Values are not
 * repeated here: whoever searches compares with the column. Immutable, mapped, 4 bytes a row.
 *
 * <table>
 * <caption>Contents, little-endian, in the {@link ScalarFrame} {@code PILUMORD}; its entries are rows that have a value</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>ordinals</td><td>4 each</td><td>of the rows that have a value, in the order of {@link RowOrder}; those of equal values rise</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads.
 */
public final class OrderedFile implements ValueIndex {
  static final long MAGIC =
      ByteBuffer.wrap("PILUMORD".getBytes(StandardCharsets.US_ASCII)).getLong();

  private final MemorySegment ordinals;
  private final int count;
  private final RowOrder order;

  private OrderedFile(MemorySegment ordinals, int count, RowOrder order) {
    this.ordinals = ordinals;
    this.count = count;
    this.order = order;
  }

  /** Writes and forces the index of a scalar column; the folder is the caller's to force. */
  public static WrittenScalars write(FileStore files, String path, Column column) {
    int[] sorted = RowSort.sorted(column);
    ScalarFrame frame = new ScalarFrame(MAGIC, column.length(), sorted.length, 0);
    try (ScalarFileWriter out = new ScalarFileWriter(files, path, frame)) {
      for (int row : sorted) {
        out.putInt(row);
      }
      return out.finish();
    }
  }

  /**
   * Checks a file whole and maps it.
   *
   * @param lengthBytes its length by the manifest
   * @param column the column that it was made of
   * @param arena how long the index may be used
   * @throws Corruption when it is not what was written
   */
  public static OrderedFile open(
      FileStore files, String path, long lengthBytes, Column column, Arena arena) {
    ScalarFrame frame = checked(files, path, lengthBytes, column.length());
    MemorySegment file = files.map(path, lengthBytes, arena);
    MemorySegment ordinals =
        file.asSlice(ScalarFrame.HEADER_BYTES, frame.entries() * (long) Integer.BYTES);
    return new OrderedFile(ordinals, frame.entries(), RowOrder.of(column));
  }

  /** Checks a file whole; throws as {@link #open} does. */
  public static void check(FileStore files, String path, long lengthBytes, int rowCount) {
    checked(files, path, lengthBytes, rowCount);
  }

  private static ScalarFrame checked(FileStore files, String path, long lengthBytes, int rowCount) {
    ScalarFrame frame =
        ScalarFrame.check(files, path, lengthBytes, new ScalarFrame.Expected(MAGIC, rowCount));
    ScalarFrame.requireSame(
        path,
        -1,
        "length by its header",
        ScalarFrame.HEADER_BYTES
            + frame.entries() * (long) Integer.BYTES
            + ScalarFrame.FOOTER_BYTES,
        lengthBytes);
    return frame;
  }

  @Override
  public int entries() {
    return count;
  }

  /** Returns the row that is at a place of the order. */
  public int ordinal(int place) {
    return ordinals.get(Layout.INT, place * 4L);
  }

  @Override
  public int rank(Cut cut) {
    return order.rank(count, this::ordinal, cut);
  }

  @Override
  public long rows(int from, int to) {
    return (long) to - from;
  }

  @Override
  public @Nullable String problem() {
    Column column = order.column();
    int present = column.length() - column.nullCount();
    if (count != present) {
      return "%d entries for %d values".formatted(count, present);
    }
    for (int place = 0; place < count; place++) {
      int row = ordinal(place);
      if (row < 0 || row >= column.length() || column.isNull(row)) {
        return "row " + row + ", which has no value";
      }
      int before = place == 0 ? -1 : ordinal(place - 1);
      int compared = place == 0 ? -1 : order.compare(before, row);
      if (compared > 0 || (compared == 0 && before >= row)) {
        return "row %d before row %d".formatted(before, row);
      }
    }
    return null;
  }

  @Override
  public void collect(int from, int to, long[] words) {
    for (int place = from; place < to; place++) {
      int ordinal = ordinals.get(Layout.INT, place * 4L);
      words[ordinal >>> 6] |= 1L << ordinal;
    }
  }
}
