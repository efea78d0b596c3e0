package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The zone maps of one segment: for each column and block of rows the least and the greatest value
 * and how many rows have none. Immutable, mapped, about 0.01 bytes a row and column.
 *
 * <table>
 * <caption>Contents, little-endian, in the {@link ScalarFrame} {@code PILUMZON}; its entries are columns, its unit rows to a block</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>columns</td><td>8 each</td><td>field id 4, then 1 when its type has an order, else 0</td></tr>
 * <tr><td>zones</td><td>40 each</td><td>column by column, block by block: least key 16, greatest key 16 (each the signed upper half, then
 * the lower; see {@link RowOrder}), rows without a value 4, zero 4. The keys are zero where there is no order or no value.</td></tr>
 * </table>
 *
 * <p>Text and binary are cut to 16 bytes. As keys never fall where values rise, a block whose least
 * and greatest keys are those of its least and greatest values lets no value be missed.
 *
 * <p>Safe for use by many threads.
 */
public final class ZoneFile {
  /** Rows to a block: as many as filters compute at once. */
  public static final int BLOCK = SortKeys.BLOCK;

  static final long MAGIC =
      ByteBuffer.wrap("PILUMZON".getBytes(StandardCharsets.US_ASCII)).getLong();
  static final int ZONE_BYTES = 40;
  private static final int COLUMN_BYTES = 8;

  private final ScalarFrame frame;
  private final MemorySegment file;

  private ZoneFile(ScalarFrame frame, MemorySegment file) {
    this.frame = frame;
    this.file = file;
  }

  /**
   * Writes and forces the zone maps of some columns; the folder is the caller's to force.
   *
   * @param rows at least one
   * @param blockRows rows to a block, a multiple of 64
   */
  public static WrittenScalars write(
      FileStore files, String path, RecordBatch rows, int blockRows) {
    assert blockRows % Long.SIZE == 0 : blockRows;
    List<Field> fields = rows.fields();
    ScalarFrame frame = new ScalarFrame(MAGIC, rows.rowCount(), fields.size(), blockRows);
    try (ScalarFileWriter out = new ScalarFileWriter(files, path, frame)) {
      for (Field field : fields) {
        out.putInt(field.id());
        out.putInt(field.type().isScalar() ? 1 : 0);
      }
      for (int i = 0; i < fields.size(); i++) {
        new ZoneWriter(rows.column(i), out).write(blockRows);
      }
      return out.finish();
    }
  }

  /**
   * Checks a file whole and maps it.
   *
   * @param lengthBytes its length by the manifest
   * @param rowCount the segment's rows by the manifest
   * @param arena how long the zone maps may be used
   * @throws Corruption when it is not what was written
   */
  public static ZoneFile open(
      FileStore files, String path, long lengthBytes, int rowCount, Arena arena) {
    ScalarFrame frame = checked(files, path, new WrittenScalars(lengthBytes, 0), rowCount);
    return new ZoneFile(frame, files.map(path, lengthBytes, arena));
  }

  /** Checks a file whole; throws as {@link #open} does. */
  public static void check(FileStore files, String path, long lengthBytes, int rowCount) {
    check(files, path, new WrittenScalars(lengthBytes, 0), rowCount);
  }

  /** As the other form, and that it is the one that was written; 0 for a checksum not known. */
  public static void check(FileStore files, String path, WrittenScalars written, int rowCount) {
    checked(files, path, written, rowCount);
  }

  private static ScalarFrame checked(
      FileStore files, String path, WrittenScalars written, int rowCount) {
    long lengthBytes = written.lengthBytes();
    ScalarFrame.Expected expected = new ScalarFrame.Expected(MAGIC, rowCount, written.crc32c());
    ScalarFrame frame = ScalarFrame.check(files, path, lengthBytes, expected);
    if (frame.unit() == 0) {
      throw new Corruption(path, 20, "rows to a block", "0");
    }
    long zones = (long) frame.entries() * blocksOf(frame) * ZONE_BYTES;
    ScalarFrame.requireSame(
        path,
        -1,
        "length by its header",
        ScalarFrame.HEADER_BYTES
            + (long) frame.entries() * COLUMN_BYTES
            + zones
            + ScalarFrame.FOOTER_BYTES,
        lengthBytes);
    return frame;
  }

  /** Returns the zones of the column with this field id, or {@code null} where there are none. */
  public @Nullable Zones zones(int fieldId) {
    long blocks = blocksOf(frame);
    for (int i = 0; i < frame.entries(); i++) {
      long at = ScalarFrame.HEADER_BYTES + (long) i * COLUMN_BYTES;
      if (file.get(Layout.INT, at) == fieldId) {
        boolean ordered = file.get(Layout.INT, at + 4) != 0;
        long start =
            ScalarFrame.HEADER_BYTES
                + (long) frame.entries() * COLUMN_BYTES
                + i * blocks * ZONE_BYTES;
        return new Zones(
            frame.rowCount(), frame.unit(), ordered, file.asSlice(start, blocks * ZONE_BYTES));
      }
    }
    return null;
  }

  /** Returns the ids of the fields that have zones. */
  public List<Integer> fieldIds() {
    List<Integer> ids = new ArrayList<>(frame.entries());
    for (int i = 0; i < frame.entries(); i++) {
      ids.add(file.get(Layout.INT, ScalarFrame.HEADER_BYTES + (long) i * COLUMN_BYTES));
    }
    return ids;
  }

  private static int blocksOf(ScalarFrame frame) {
    return (int) (((long) frame.rowCount() + frame.unit() - 1) / frame.unit());
  }

  /** Writes the zones of one column. */
  private static final class ZoneWriter {
    private final Column column;
    private final @Nullable RowOrder order;
    private final ScalarFileWriter out;

    ZoneWriter(Column column, ScalarFileWriter out) {
      this.column = column;
      this.order = column.type().isScalar() ? RowOrder.of(column) : null;
      this.out = out;
    }

    void write(int blockRows) {
      for (int from = 0; from < column.length(); from += blockRows) {
        int end = (int) Math.min(column.length(), (long) from + blockRows);
        int nulls = nulls(from, end);
        if (order == null || nulls == end - from) {
          put(0, 0, 0, 0, nulls);
        } else {
          putBounds(order, from, end, nulls);
        }
        if (end == column.length()) {
          return;
        }
      }
    }

    private void putBounds(RowOrder rows, int from, int end, int nulls) {
      long[] keys = new long[end - from];
      rows.readUpper(from, end - from, keys);
      int least = -1;
      int greatest = -1;
      for (int row = from; row < end; row++) {
        if (nulls > 0 && column.isNull(row)) {
          continue;
        }
        least = least < 0 || isLess(rows, keys, from, row, least) ? row : least;
        greatest = greatest < 0 || isLess(rows, keys, from, greatest, row) ? row : greatest;
      }
      put(rows.upper(least), rows.lower(least), rows.upper(greatest), rows.lower(greatest), nulls);
    }

    private static boolean isLess(RowOrder rows, long[] keys, int from, int a, int b) {
      return keys[a - from] < keys[b - from]
          || (keys[a - from] == keys[b - from]
              && !rows.isNarrow()
              && Long.compareUnsigned(rows.lower(a), rows.lower(b)) < 0);
    }

    private int nulls(int from, int end) {
      if (column.validity() == null) {
        return 0;
      }
      int nulls = 0;
      for (int row = from; row < end; row++) {
        nulls += column.isNull(row) ? 1 : 0;
      }
      return nulls;
    }

    private void put(long lowUpper, long lowLower, long highUpper, long highLower, int nulls) {
      out.putLong(lowUpper);
      out.putLong(lowLower);
      out.putLong(highUpper);
      out.putLong(highLower);
      out.putInt(nulls);
      out.putInt(0);
    }
  }
}
