package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.env.FileStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** Builds and writes one {@link BitmapFile}. One thread. */
final class BitmapWriter {
  private final Column column;
  private final Column values;
  private final RowOrder order;

  /** Places of values in their order; of equal ones, rising. */
  private final int[] sorted;

  /** The list of each element, or -1; empty where values are the rows' own. */
  private final int[] lists;

  BitmapWriter(Column column) {
    this.column = column;
    this.values = BitmapFile.valuesOf(column);
    this.order = RowOrder.of(values);
    this.lists = column.type().isScalar() ? new int[0] : lists(column, values.length());
    this.sorted = withRows(RowSort.sorted(values), lists);
  }

  WrittenScalars write(FileStore files, String path) {
    int[] starts = starts();
    int count = starts.length - 1;
    ScalarFrame frame = new ScalarFrame(BitmapFile.MAGIC, column.length(), count, 0);
    try (ScalarFileWriter out = new ScalarFileWriter(files, path, frame)) {
      ByteBuffer table =
          ByteBuffer.allocate(count * BitmapFile.VALUE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long at = ScalarFrame.HEADER_BYTES;
      for (int value = 0; value < count; value++) {
        RoaringBitmap bitmap = bitmap(starts[value], starts[value + 1]);
        table.putLong(at).putInt(sorted[starts[value]]).putInt(bitmap.getCardinality());
        ByteBuffer bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(bytes);
        out.put(bytes.flip());
        at += bytes.limit();
      }
      out.put(table.flip());
      return out.finish();
    }
  }

  /** Returns where each value begins among the sorted places, and the end of the last. */
  private int[] starts() {
    int[] starts = new int[16];
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || order.compare(sorted[i - 1], sorted[i]) != 0) {
        starts = count + 1 < starts.length ? starts : Arrays.copyOf(starts, 2 * starts.length);
        starts[count++] = i;
      }
    }
    starts[count] = sorted.length;
    return Arrays.copyOf(starts, count + 1);
  }

  private RoaringBitmap bitmap(int from, int to) {
    RoaringBitmapWriter<RoaringBitmap> writer = RoaringBitmapWriter.writer().get();
    for (int i = from; i < to; i++) {
      writer.add(rowOf(sorted[i]));
    }
    RoaringBitmap bitmap = writer.get();
    bitmap.runOptimize();
    return bitmap;
  }

  private int rowOf(int place) {
    return lists.length == 0 ? place : lists[place];
  }

  private static int[] lists(Column column, int elements) {
    int[] lists = new int[Math.max(1, elements)];
    Arrays.fill(lists, -1);
    for (int row = 0; row < column.length(); row++) {
      if (!column.isNull(row)) {
        Arrays.fill(lists, column.startOf(row), column.endOf(row), row);
      }
    }
    return lists;
  }

  /**
   * Returns those places that belong to a row: a list that is null may have elements all the same.
   */
  private static int[] withRows(int[] places, int[] lists) {
    if (lists.length == 0) {
      return places;
    }
    int count = 0;
    for (int place : places) {
      if (lists[place] >= 0) {
        places[count++] = place;
      }
    }
    return Arrays.copyOf(places, count);
  }
}
