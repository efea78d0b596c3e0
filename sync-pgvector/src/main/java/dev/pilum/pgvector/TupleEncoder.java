package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Rows as PostgreSQL's binary tuples, the very bytes that {@code COPY ... BINARY} carries and the
 * {@code send} functions give: for each field its length in four bytes, -1 for null, and its bytes.
 * One thread at a time.
 */
final class TupleEncoder {
  private static final int NULL = -1;

  /** Of jsonb's binary form. */
  private static final int JSONB_VERSION = 1;

  private final List<TargetColumn> columns;
  private final Oids oids;
  private final float[] scratch;

  TupleEncoder(List<TargetColumn> columns, Oids oids) {
    this.columns = columns;
    this.oids = oids;
    int widest = 0;
    for (TargetColumn column : columns) {
      DataType.Vector vector = column.field().type().vectors();
      widest = vector == null ? widest : Math.max(widest, vector.dimension());
    }
    scratch = new float[widest];
  }

  /** Returns the columns of a batch in the order of the tuples. */
  BatchColumn[] columnsOf(Batch batch) {
    return columns.stream()
        .flatMap(column -> column.sources().stream())
        .map(field -> batch.column(field.name()))
        .toArray(BatchColumn[]::new);
  }

  /** Puts one row's fields. */
  void put(BatchColumn[] batch, int row, TupleBuffer out) {
    int at = 0;
    for (TargetColumn column : columns) {
      if (!column.together()) {
        putField(column, batch[at++], row, out);
      } else {
        putParts(column, batch, at, row, out);
        at += column.parts().size();
      }
    }
  }

  private static void putParts(
      TargetColumn column, BatchColumn[] batch, int first, int row, TupleBuffer out) {
    Map<String, Object> values = new HashMap<>();
    List<Field> present = new ArrayList<>();
    for (int i = 0; i < column.parts().size(); i++) {
      Object value = batch[first + i].valueAt(row);
      if (value != null) {
        Field part = column.parts().get(i);
        present.add(part);
        values.put(part.name(), value);
      }
    }
    out.putInt(0);
    int start = out.size();
    out.putByte(JSONB_VERSION);
    putText(present.isEmpty() ? "{}" : JsonbText.of(new DataType.Struct(present), values), out);
    out.setLengthBefore(start);
  }

  private void putField(TargetColumn column, BatchColumn values, int row, TupleBuffer out) {
    if (values.isNull(row)) {
      out.putInt(NULL);
      return;
    }
    out.putInt(0);
    int start = out.size();
    try {
      putCell(column.field().type(), values, row, out);
    } catch (ArithmeticException e) {
      throw new InvalidRequest(
          "column '%s' has %s, which PostgreSQL's %s cannot hold"
              .formatted(column.field().name(), values.valueAt(row), column.type().sql()),
          e);
    }
    out.setLengthBefore(start);
  }

  /** Puts what is read from columns without a box; the rest as {@link #putValue} does. */
  private void putCell(DataType type, BatchColumn values, int row, TupleBuffer out) {
    switch (type) {
      case DataType.Bool b -> out.putByte(values.booleanAt(row) ? 1 : 0);
      case DataType.Int i -> putInteger(i, values.longAt(row), out);
      case DataType.FloatingPoint f -> putReal(f, values.doubleAt(row), out);
      case DataType.Vector v when v.element() != DataType.Vector.Element.BIT -> {
        values.vectorAt(row, scratch);
        putVector(v, scratch, out);
      }
      default -> putValue(type, Objects.requireNonNull(values.valueAt(row)), out);
    }
  }

  private void putValue(DataType type, Object value, TupleBuffer out) {
    switch (type) {
      case DataType.Bool b -> out.putByte((boolean) value ? 1 : 0);
      case DataType.Int i -> putInteger(i, ((Number) value).longValue(), out);
      case DataType.FloatingPoint f -> putReal(f, ((Number) value).doubleValue(), out);
      case DataType.Decimal d -> PgNumeric.put((BigDecimal) value, out);
      case DataType.Utf8 u -> putText((String) value, out);
      case DataType.Binary b -> out.putBytes((byte[]) value);
      case DataType.Date d -> out.putInt(PgEpoch.days((LocalDate) value));
      case DataType.Time t -> out.putLong(((LocalTime) value).toNanoOfDay() / 1_000);
      case DataType.Timestamp t when t.zone() == null ->
          out.putLong(PgEpoch.micros((LocalDateTime) value));
      case DataType.Timestamp t -> out.putLong(PgEpoch.micros((Instant) value));
      case DataType.Uuid u -> putUuid((UUID) value, out);
      case DataType.ListOf l -> putArray(l, (List<?>) value, out);
      case DataType.Struct s -> {
        out.putByte(JSONB_VERSION);
        putText(JsonbText.of(s, (Map<?, ?>) value), out);
      }
      case DataType.Vector v -> putVectorValue(v, value, out);
    }
  }

  private static void putInteger(DataType.Int type, long value, TupleBuffer out) {
    if (type.bits() == 8 || (type.bits() == 16 && type.signed())) {
      out.putShort((int) value);
    } else if (type.bits() == 16 || (type.bits() == 32 && type.signed())) {
      out.putInt((int) value);
    } else {
      out.putLong(value);
    }
  }

  private static void putReal(DataType.FloatingPoint type, double value, TupleBuffer out) {
    if (type.bits() == 64) {
      out.putLong(Double.doubleToRawLongBits(value));
    } else {
      out.putInt(Float.floatToRawIntBits((float) value));
    }
  }

  private static void putText(String text, TupleBuffer out) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidRequest(
          "a text has a zero character, which PostgreSQL's text cannot hold: "
              + text.replace('\0', '\u2400'));
    }
    out.putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void putUuid(UUID value, TupleBuffer out) {
    out.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
  }

  private void putArray(DataType.ListOf type, List<?> values, TupleBuffer out) {
    boolean some = !values.isEmpty();
    out.putInt(some ? 1 : 0).putInt(0).putInt(oids.of(type.element()));
    if (some) {
      out.putInt(values.size()).putInt(1);
    }
    for (Object value : values) {
      out.putInt(0);
      int start = out.size();
      putValue(type.element(), value, out);
      out.setLengthBefore(start);
    }
  }

  private void putVectorValue(DataType.Vector type, Object value, TupleBuffer out) {
    switch (type.element()) {
      case FLOAT32, FLOAT16 -> putVector(type, (float[]) value, out);
      case INT8 -> {
        byte[] bytes = (byte[]) value;
        for (int i = 0; i < bytes.length; i++) {
          scratch[i] = bytes[i];
        }
        putVector(type, scratch, out);
      }
      case BIT -> out.putInt(type.dimension()).putBytes((byte[]) value);
    }
  }

  private static void putVector(DataType.Vector type, float[] coordinates, TupleBuffer out) {
    out.putShort(type.dimension()).putShort(0);
    if (type.element() == DataType.Vector.Element.FLOAT32) {
      out.putFloats(coordinates, type.dimension());
    } else {
      out.putHalves(coordinates, type.dimension());
    }
  }
}
