package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Columns written out. */
final class Values {
  private Values() {}

  static Column longs(@Nullable Long... values) {
    ColumnBuilder builder = ColumnBuilder.of(Types.int64(), Allocator.heap());
    for (Long value : values) {
      if (value == null) {
        builder.appendNull();
      } else {
        builder.appendLong(value);
      }
    }
    return builder.view();
  }

  static Column doubles(double... values) {
    ColumnBuilder builder = ColumnBuilder.of(Types.float64(), Allocator.heap());
    for (double value : values) {
      builder.appendDouble(value);
    }
    return builder.view();
  }

  static Column texts(@Nullable String... values) {
    ColumnBuilder builder = ColumnBuilder.of(Types.utf8(), Allocator.heap());
    for (String value : values) {
      append(builder, value);
    }
    return builder.view();
  }

  private static void append(ColumnBuilder builder, @Nullable String value) {
    if (value == null) {
      builder.appendNull();
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      builder.appendBytes(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
  }

  static Cut before(String value) {
    return Cut.before(value.getBytes(StandardCharsets.UTF_8));
  }

  static Cut behind(String value) {
    return Cut.behind(value.getBytes(StandardCharsets.UTF_8));
  }

  static Span span(long low, long high) {
    return Span.of(new WideKey(low, 0), new WideKey(high, 0));
  }
}
