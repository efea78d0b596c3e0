package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values again of the binary forms that {@link TupleEncoder} writes. */
final class TupleDecoder {
  private TupleDecoder() {}

  /**
   * Returns a value.
   *
   * @param in holds its bytes and no others
   */
  static Object value(DataType type, ByteBuffer in) {
    return switch (type) {
      case DataType.Bool b -> in.get() != 0;
      case DataType.Int i -> JsonValues.whole(i, whole(in));
      case DataType.FloatingPoint f when f.bits() == 64 -> in.getDouble();
      case DataType.FloatingPoint f -> in.getFloat();
      case DataType.Decimal d -> PgNumeric.read(in);
      case DataType.Utf8 u -> new String(rest(in), StandardCharsets.UTF_8);
      case DataType.Binary b -> rest(in);
      case DataType.Date d -> PgEpoch.date(in.getInt());
      case DataType.Time t -> LocalTime.ofNanoOfDay(in.getLong() * 1_000);
      case DataType.Timestamp t when t.zone() == null -> PgEpoch.local(in.getLong());
      case DataType.Timestamp t -> PgEpoch.instant(in.getLong());
      case DataType.Uuid u -> new UUID(in.getLong(), in.getLong());
      case DataType.ListOf l -> array(l, in);
      case DataType.Struct s -> struct(s, in);
      case DataType.Vector v -> vector(v, in);
    };
  }

  private static long whole(ByteBuffer in) {
    return switch (in.remaining()) {
      case Short.BYTES -> in.getShort();
      case Integer.BYTES -> in.getInt();
      default -> in.getLong();
    };
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static List<Object> array(DataType.ListOf type, ByteBuffer in) {
    int dimensions = in.getInt();
    in.getInt(); // whether there are nulls
    in.getInt(); // the elements' type
    List<Object> values = new ArrayList<>();
    if (dimensions == 0) {
      return values;
    }
    if (dimensions > 1) {
      throw new InvalidRequest(
          "an array there has %d dimensions, a list has one".formatted(dimensions));
    }
    int count = in.getInt();
    in.getInt(); // the first one's number
    for (int i = 0; i < count; i++) {
      values.add(value(type.element(), part(in, in.getInt())));
    }
    return values;
  }

  private static ByteBuffer part(ByteBuffer in, int length) {
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static Map<String, @Nullable Object> struct(DataType.Struct type, ByteBuffer in) {
    in.get(); // jsonb's version
    Object json = JsonReader.read(new String(rest(in), StandardCharsets.UTF_8));
    return JsonValues.struct(type, (Map<?, ?>) Objects.requireNonNull(json));
  }

  private static Object vector(DataType.Vector type, ByteBuffer in) {
    boolean bits = type.element() == DataType.Vector.Element.BIT;
    int dimension = bits ? in.getInt() : in.getShort();
    if (dimension != type.dimension()) { // the column there may have no size
      throw new InvalidRequest(
          "a vector there has %d coordinates, the column has %d"
              .formatted(dimension, type.dimension()));
    }
    if (bits) {
      return rest(in);
    }
    in.getShort(); // not used
    float[] coordinates = new float[type.dimension()];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] =
          type.element() == DataType.Vector.Element.FLOAT32
              ? in.getFloat()
              : Float.float16ToFloat(in.getShort());
    }
    return type.element() == DataType.Vector.Element.INT8 ? bytes(coordinates) : coordinates;
  }

  private static byte[] bytes(float[] coordinates) {
    byte[] bytes = new byte[coordinates.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) coordinates[i];
    }
    return bytes;
  }
}
