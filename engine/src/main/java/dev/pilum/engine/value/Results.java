package dev.pilum.engine.value;

import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column made of Java values, one by one, for what has no faster way. One thread. */
final class Results {
  private final DataType type;
  private final List<@Nullable Object> values;

  Results(DataType type, int rows) {
    this.type = type;
    this.values = new ArrayList<>(rows);
  }

  /** Adds a value of the type's Java type; a decimal is rounded, one that is too large is null. */
  void add(@Nullable Object value) {
    values.add(fitted(value));
  }

  Column column() {
    return RowWriter.column(Field.of("result", type), values);
  }

  private @Nullable Object fitted(@Nullable Object value) {
    return switch (type) {
      case DataType.Decimal d when value instanceof BigDecimal number -> {
        BigDecimal rounded = number.setScale(d.scale(), RoundingMode.HALF_UP);
        yield rounded.precision() > d.precision() ? null : rounded;
      }
      // Columns refuse to turn finite numbers into infinite ones; casts give infinity.
      case DataType.FloatingPoint f when f.bits() == 32 && value instanceof Double d ->
          (Float) (float) (double) d;
      case DataType.FloatingPoint f when f.bits() == 16 && value instanceof Double d ->
          (Float) Float.float16ToFloat(Float.floatToFloat16((float) (double) d));
      default -> value;
    };
  }
}
