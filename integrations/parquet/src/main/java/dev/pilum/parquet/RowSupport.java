package dev.pilum.parquet;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Hands the rows of batches to Parquet's writer, value by value. One thread. */
final class RowSupport extends WriteSupport<RowSupport.RowOf> {
  private static final int DECIMAL_BYTES = 16;

  /**
   * One row of a batch.
   *
   * @param columns the batch's
   * @param row from 0
   */
  record RowOf(List<BatchColumn> columns, int row) {
    static List<BatchColumn> columns(Batch batch) {
      return batch.names().stream().map(batch::column).toList();
    }
  }

  private final List<Field> fields;
  private final String arrowSchema;
  private @Nullable RecordConsumer consumer;
  private boolean vectorMissing;

  /** Prepares for rows of the given columns, of which {@code arrowSchema} tells more. */
  RowSupport(List<Field> fields, String arrowSchema) {
    this.fields = fields;
    this.arrowSchema = arrowSchema;
  }

  @Override
  @SuppressWarnings("deprecation") // the one that is not needs it to be there
  public WriteContext init(Configuration ignored) {
    throw new AssertionError("there is no Hadoop here");
  }

  @Override
  public WriteContext init(ParquetConfiguration ignored) {
    return new WriteContext(ParquetTypes.message(fields), Map.of());
  }

  /**
   * Arrow's readers take the schema at its word, and fail where a list of fixed size is missing. So
   * they get it only where none is; for us it is always there.
   */
  @Override
  public FinalizedWriteContext finalizeWrite() {
    return new FinalizedWriteContext(
        vectorMissing
            ? Map.of(ParquetRows.PILUM_SCHEMA, arrowSchema)
            : Map.of(ParquetRows.PILUM_SCHEMA, arrowSchema, ParquetRows.ARROW_SCHEMA, arrowSchema));
  }

  @Override
  public void prepareForWrite(RecordConsumer target) {
    consumer = target;
  }

  @Override
  public void write(RowOf row) {
    RecordConsumer target = consumer;
    assert target != null : "prepared";
    target.startMessage();
    for (int i = 0; i < fields.size(); i++) {
      BatchColumn column = row.columns().get(i);
      field(target, fields.get(i), i, column.valueAt(row.row()));
    }
    target.endMessage();
  }

  private void field(RecordConsumer target, Field field, int place, @Nullable Object value) {
    if (value == null) {
      vectorMissing |= field.type() instanceof DataType.Vector;
    } else {
      target.startField(field.name(), place);
      value(target, field.type(), value);
      target.endField(field.name(), place);
    }
  }

  private void value(RecordConsumer target, DataType type, Object value) {
    switch (type) {
      case DataType.Bool b -> target.addBoolean((Boolean) value);
      case DataType.Int i -> whole(target, i, ((Number) value).longValue());
      case DataType.FloatingPoint f -> real(target, f, (Number) value);
      case DataType.Decimal d -> target.addBinary(decimal((BigDecimal) value));
      case DataType.Utf8 u -> target.addBinary(Binary.fromString((String) value));
      case DataType.Binary b -> target.addBinary(Binary.fromConstantByteArray((byte[]) value));
      case DataType.Date d -> target.addInteger((int) ((LocalDate) value).toEpochDay());
      case DataType.Time t -> target.addLong(((LocalTime) value).toNanoOfDay() / 1_000);
      case DataType.Timestamp t -> target.addLong(micros(value));
      case DataType.Uuid u -> target.addBinary(uuid((UUID) value));
      case DataType.ListOf l -> list(target, l.element(), (List<?>) value);
      case DataType.Struct s -> struct(target, s, (Map<?, ?>) value);
      case DataType.Vector v -> vector(target, v, value);
    }
  }

  private static void whole(RecordConsumer target, DataType.Int type, long value) {
    if (type.bits() == 64) {
      target.addLong(value);
    } else {
      target.addInteger((int) value);
    }
  }

  private static void real(RecordConsumer target, DataType.FloatingPoint type, Number value) {
    switch (type.bits()) {
      case 64 -> target.addDouble(value.doubleValue());
      case 32 -> target.addFloat(value.floatValue());
      default -> target.addBinary(half(value.floatValue()));
    }
  }

  private static Binary half(float value) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(Float.floatToFloat16(value));
    return Binary.fromConstantByteArray(bytes.array());
  }

  private static Binary decimal(BigDecimal value) {
    byte[] digits = value.unscaledValue().toByteArray();
    byte[] bytes = new byte[DECIMAL_BYTES];
    java.util.Arrays.fill(bytes, 0, DECIMAL_BYTES - digits.length, (byte) (digits[0] >> 7));
    System.arraycopy(digits, 0, bytes, DECIMAL_BYTES - digits.length, digits.length);
    return Binary.fromConstantByteArray(bytes);
  }

  private static long micros(Object value) {
    Instant instant =
        value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
    long second = instant.getEpochSecond();
    long micro = instant.getNano() / 1_000;
    // From the end of a negative second: the first microseconds of all have no whole one before
    // them.
    return second < 0
        ? Math.addExact(Math.multiplyExact(second + 1, 1_000_000), micro - 1_000_000)
        : Math.addExact(Math.multiplyExact(second, 1_000_000), micro);
  }

  private static Binary uuid(UUID value) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    return Binary.fromConstantByteArray(bytes.array());
  }

  private void list(RecordConsumer target, DataType element, List<?> list) {
    target.startGroup();
    if (!list.isEmpty()) {
      target.startField("list", 0);
      for (Object value : list) {
        element(target, element, value);
      }
      target.endField("list", 0);
    }
    target.endGroup();
  }

  private void element(RecordConsumer target, DataType type, @Nullable Object value) {
    target.startGroup();
    if (value != null) {
      target.startField("element", 0);
      value(target, type, value);
      target.endField("element", 0);
    }
    target.endGroup();
  }

  private void struct(RecordConsumer target, DataType.Struct type, Map<?, ?> struct) {
    target.startGroup();
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      field(target, field, i, struct.get(field.name()));
    }
    target.endGroup();
  }

  private void vector(RecordConsumer target, DataType.Vector type, Object value) {
    DataType coordinate = ParquetTypes.coordinate(type);
    target.startGroup();
    target.startField("list", 0);
    if (value instanceof float[] coordinates) {
      for (float each : coordinates) {
        element(target, coordinate, each);
      }
    } else {
      boolean bits = type.element() == DataType.Vector.Element.BIT;
      for (byte each : (byte[]) value) {
        element(target, coordinate, bits ? each & 0xFF : each);
      }
    }
    target.endField("list", 0);
    target.endGroup();
  }
}
