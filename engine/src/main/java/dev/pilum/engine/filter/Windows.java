package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ranges of rows, sharing the buffers of what they are ranges of. */
final class Windows {
  private Windows() {}

  /**
   * Returns some rows of the named columns.
   *
   * @param from the first row, a multiple of 64
   */
  static RecordBatch of(RecordBatch batch, Set<String> names, int from, int count) {
    List<Field> fields = new ArrayList<>(names.size());
    List<Column> columns = new ArrayList<>(names.size());
    for (int i = 0; i < batch.fields().size(); i++) {
      if (names.contains(batch.fields().get(i).name())) {
        fields.add(batch.fields().get(i));
        columns.add(of(batch.column(i), from, count));
      }
    }
    return new RecordBatch(fields, count, columns);
  }

  /**
   * Returns some rows of a column.
   *
   * @param from the first row, a multiple of 64
   */
  static Column of(Column column, int from, int count) {
    assert (from & 63) == 0 : from;
    MemorySegment validity = column.validity();
    MemorySegment offsets = column.offsets();
    return new Column(
        column.type(),
        count,
        validity == null ? null : bits(validity, from, count),
        offsets == null ? null : offsets.asSlice(from * 4L, (count + 1) * 4L),
        values(column, from, count),
        children(column, from, count));
  }

  private static @Nullable MemorySegment values(Column column, int from, int count) {
    return switch (Layout.of(column.type())) {
      case Layout.Bits b -> bits(column.bytes(), from, count);
      case Layout.Fixed f ->
          column.bytes().asSlice((long) from * f.bytes(), (long) count * f.bytes());
      case Layout.Dense d ->
          column.bytes().asSlice((long) from * d.bytes(), (long) count * d.bytes());
      case Layout.Variable v -> column.bytes();
      case Layout.Runs r -> null;
      case Layout.Side s -> null;
    };
  }

  private static List<Column> children(Column column, int from, int count) {
    if (!(Layout.of(column.type()) instanceof Layout.Side)) {
      return column.children();
    }
    List<Column> children = new ArrayList<>();
    for (Column child : column.children()) {
      children.add(of(child, from, count));
    }
    return children;
  }

  private static MemorySegment bits(MemorySegment bits, int from, int count) {
    return bits.asSlice(from >>> 3, (count + 7) >>> 3);
  }
}
