package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * How Arrow lays a type out: which buffers it has and how wide its values are. All numbers are
 * little-endian.
 */
public sealed interface Layout {
  /** A little-endian 16-bit integer at any address. */
  ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian 32-bit integer at any address. */
  ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian 64-bit integer at any address. */
  ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian IEEE single at any address. */
  ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian IEEE double at any address. */
  ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** One bit per value, lowest bit first. */
  record Bits() implements Layout {}

  /**
   * The same number of bytes per value.
   *
   * @param bytes width of one value
   */
  record Fixed(int bytes) implements Layout {}

  /** Bytes one value after another, found by {@code length + 1} offsets of 32 bits. */
  record Variable() implements Layout {}

  /**
   * Runs of a child column, found by {@code length + 1} offsets of 32 bits.
   *
   * @param element the child's type
   */
  record Runs(DataType element) implements Layout {}

  /**
   * Child columns of the same length.
   *
   * @param fields types of the children, in order
   */
  record Side(List<DataType> fields) implements Layout {
    public Side {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Vectors: as many bytes per value as all coordinates take. Arrow keeps them in a child column
   * without nulls of its own; here they are one buffer, because nobody ever wants half a vector.
   *
   * @param bytes width of one vector
   */
  record Dense(int bytes) implements Layout {}

  /** Returns the layout of {@code type}. */
  static Layout of(DataType type) {
    return switch (type) {
      case DataType.Bool b -> new Bits();
      case DataType.Int i -> new Fixed(i.bits() / 8);
      case DataType.FloatingPoint f -> new Fixed(f.bits() / 8);
      case DataType.Decimal d -> new Fixed(16);
      case DataType.Utf8 u -> new Variable();
      case DataType.Binary b -> new Variable();
      case DataType.Date d -> new Fixed(4);
      case DataType.Time t -> new Fixed(8);
      case DataType.Timestamp t -> new Fixed(8);
      case DataType.Uuid u -> new Fixed(16);
      case DataType.ListOf l -> new Runs(l.element());
      case DataType.Struct s ->
          new Side(s.fields().stream().map(dev.pilum.storage.schema.Field::type).toList());
      case DataType.Vector v -> new Dense(v.bytes());
    };
  }
}
