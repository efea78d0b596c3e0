package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;
import org.roaringbitmap.buffer.MappeableBitmapContainer;
import org.roaringbitmap.buffer.MappeableContainer;
import org.roaringbitmap.buffer.MappeableContainerPointer;

/**
 * The rows of one segment for each value of a scalar column, or for each element of the lists of a
 * column. Immutable, mapped.
 *
 * <table>
 * <caption>Contents, little-endian, in the {@link ScalarFrame} {@code PILUMBMP}; its entries are different values</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>bitmaps</td><td>n each</td><td>one for each value, in the order of {@link RowOrder}: the ordinals of the rows that have it, as a
 * Roaring bitmap in its portable serialisation</td></tr>
 * <tr><td>values</td><td>16 each</td><td>where the bitmap begins in the file 8; one place where the value stands, in the column or in the
 * lists' elements, 4; how many rows have it 4</td></tr>
 * </table>
 *
 * <p>Values are not repeated here: whoever searches compares with the column. Lists that are null,
 * and elements that are, are in no bitmap.
 *
 * <p>Safe for use by many threads.
 */
public final class BitmapFile implements ValueIndex {
  static final long MAGIC =
      ByteBuffer.wrap("PILUMBMP".getBytes(StandardCharsets.US_ASCII)).getLong();
  static final int VALUE_BYTES = 16;

  private final MemorySegment file;
  private final MemorySegment values;
  private final int count;
  private final Column column;
  private final RowOrder order;

  private BitmapFile(MemorySegment file, int count, Column column) {
    this.file = file;
    this.count = count;
    this.values = file.asSlice(valuesAt(file.byteSize(), count), (long) count * VALUE_BYTES);
    this.column = column;
    this.order = RowOrder.of(valuesOf(column));
  }

  /** Writes and forces the index of a column; the folder is the caller's to force. */
  public static WrittenScalars write(FileStore files, String path, Column column) {
    return new BitmapWriter(column).write(files, path);
  }

  /**
   * Checks a file whole and maps it.
   *
   * @param lengthBytes its length by the manifest
   * @param column the column that it was made of, of scalars or lists of scalars
   * @param arena how long the index may be used
   * @throws Corruption when it is not what was written
   */
  public static BitmapFile open(
      FileStore files, String path, long lengthBytes, Column column, Arena arena) {
    ScalarFrame frame = checked(files, path, lengthBytes, column.length());
    MemorySegment file = files.map(path, lengthBytes, arena);
    return new BitmapFile(file, frame.entries(), column);
  }

  /** Checks a file whole; throws as {@link #open} does. */
  public static void check(FileStore files, String path, long lengthBytes, int rowCount) {
    checked(files, path, lengthBytes, rowCount);
  }

  private static ScalarFrame checked(FileStore files, String path, long lengthBytes, int rowCount) {
    ScalarFrame frame =
        ScalarFrame.check(files, path, lengthBytes, new ScalarFrame.Expected(MAGIC, rowCount));
    if (valuesAt(lengthBytes, frame.entries()) < ScalarFrame.HEADER_BYTES) {
      throw new Corruption(path, 16, "values inside the file", frame.entries() + " values");
    }
    return frame;
  }

  /** Returns the column whose values are indexed: of lists, their elements. */
  static Column valuesOf(Column column) {
    return column.type().isScalar() ? column : column.children().getFirst();
  }

  private static long valuesAt(long lengthBytes, int count) {
    return lengthBytes - ScalarFrame.FOOTER_BYTES - (long) count * VALUE_BYTES;
  }

  @Override
  public int entries() {
    return count;
  }

  /** Returns a place where a value stands: a row of the column, or an element of its lists. */
  public int place(int entry) {
    return values.get(Layout.INT, (long) entry * VALUE_BYTES + 8);
  }

  @Override
  public int rank(Cut cut) {
    return order.rank(count, this::place, cut);
  }

  @Override
  public long rows(int from, int to) {
    long rows = 0;
    for (int entry = from; entry < to; entry++) {
      rows += values.get(Layout.INT, (long) entry * VALUE_BYTES + 12);
    }
    return rows;
  }

  /** Of lists it is not seen when an element of a row is in no bitmap at all. */
  @Override
  public @Nullable String problem() {
    long found = 0;
    for (int entry = 0; entry < count; entry++) {
      if (entry > 0 && order.compare(place(entry - 1), place(entry)) >= 0) {
        return "value %d not before value %d".formatted(entry - 1, entry);
      }
      for (IntIterator rows = bitmap(entry).getIntIterator(); rows.hasNext(); found++) {
        int row = rows.next();
        if (row < 0 || row >= column.length() || !has(row, place(entry))) {
          return "row %d, which does not have value %d".formatted(row, entry);
        }
      }
    }
    int present = column.length() - column.nullCount();
    return found == rows(0, count) && (found == present || !column.type().isScalar())
        ? null
        : "%d rows for %d values".formatted(found, present);
  }

  private boolean has(int row, int place) {
    if (column.isNull(row)) {
      return false;
    }
    if (column.type().isScalar()) {
      return order.compare(row, place) == 0;
    }
    for (int element = column.startOf(row); element < column.endOf(row); element++) {
      if (!order.column().isNull(element) && order.compare(element, place) == 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void collect(int from, int to, long[] words) {
    for (int entry = from; entry < to; entry++) {
      collect(entry, words);
    }
  }

  private void collect(int entry, long[] words) {
    int[] rows = new int[0];
    MappeableContainerPointer at = bitmap(entry).getContainerPointer();
    for (; at.hasContainer(); at.advance()) {
      MappeableContainer container = at.getContainer();
      int base = at.key() << 16;
      if (container instanceof MappeableBitmapContainer dense) {
        or(dense.toLongArray(), base >>> 6, words);
      } else {
        int cardinality = container.getCardinality();
        rows = rows.length < cardinality ? new int[cardinality] : rows;
        container.fillLeastSignificant16bits(rows, 0, base);
        set(rows, cardinality, words);
      }
    }
  }

  private static void set(int[] rows, int count, long[] words) {
    for (int i = 0; i < count; i++) {
      words[rows[i] >>> 6] |= 1L << rows[i];
    }
  }

  private static void or(long[] source, int firstWord, long[] words) {
    int count = Math.min(source.length, words.length - firstWord);
    for (int i = 0; i < count; i++) {
      words[firstWord + i] |= source[i];
    }
  }

  private ImmutableRoaringBitmap bitmap(int entry) {
    long start = values.get(Layout.LONG, (long) entry * VALUE_BYTES);
    long end =
        entry + 1 < count
            ? values.get(Layout.LONG, (entry + 1L) * VALUE_BYTES)
            : valuesAt(file.byteSize(), count);
    return new ImmutableRoaringBitmap(
        file.asSlice(start, end - start).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }
}
