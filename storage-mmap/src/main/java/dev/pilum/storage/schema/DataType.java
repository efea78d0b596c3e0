package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a field. Each has one Arrow type and one Java type in which single values are handed
 * over.
 */
public sealed interface DataType {
  /** True or false; Arrow Bool; Java {@link Boolean}. */
  record Bool() implements DataType {}

  /**
   * A whole number; Arrow Int; Java {@link Long} for int64 and uint32, {@link Integer} for the
   * narrower.
   *
   * @param bits 8, 16, 32 or 64; at most 32 when unsigned
   * @param signed whether negative values exist
   */
  record Int(int bits, boolean signed) implements DataType {
    public Int {
      boolean known = bits == 8 || bits == 16 || bits == 32 || (bits == 64 && signed);
      require(
          known,
          "there is no " + (signed ? "signed" : "unsigned") + " integer of " + bits + " bits");
    }
  }

  /**
   * An IEEE 754 number; Arrow FloatingPoint; Java {@link Double} for 64 bits, {@link Float} for the
   * narrower.
   *
   * @param bits 16, 32 or 64
   */
  record FloatingPoint(int bits) implements DataType {
    public FloatingPoint {
      require(bits == 16 || bits == 32 || bits == 64, "there is no float of " + bits + " bits");
    }
  }

  /**
   * A decimal number of fixed scale; Arrow Decimal128; Java {@link java.math.BigDecimal}.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits behind the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements DataType {
    public Decimal {
      require(
          precision >= 1 && precision <= 38, "decimal precision must be 1 to 38, got " + precision);
      require(
          scale >= 0 && scale <= precision,
          "decimal scale must be 0 to " + precision + ", got " + scale);
    }
  }

  /** Text; Arrow Utf8; Java {@link String}. */
  record Utf8() implements DataType {}

  /** Bytes; Arrow Binary; Java {@code byte[]}. */
  record Binary() implements DataType {}

  /** A day; Arrow Date in days; Java {@link java.time.LocalDate}. */
  record Date() implements DataType {}

  /** A time of day in microseconds; Arrow Time64; Java {@link java.time.LocalTime}. */
  record Time() implements DataType {}

  /**
   * A point in time in microseconds; Arrow Timestamp; Java {@link java.time.Instant} with a zone,
   * {@link java.time.LocalDateTime} without.
   *
   * @param zone a zone id such as {@code UTC} that tells readers how to show the instant, or {@code
   *     null} for local time
   */
  record Timestamp(@Nullable String zone) implements DataType {}

  /**
   * A 128-bit identifier; Arrow FixedSizeBinary(16), extension {@code arrow.uuid}; Java {@link
   * java.util.UUID}.
   */
  record Uuid() implements DataType {}

  /**
   * Any number of values of one scalar type, or of vectors of one dimension, none of them null;
   * Arrow List; Java {@link List}.
   *
   * @param element a scalar type or a vector: neither list nor struct
   */
  record ListOf(DataType element) implements DataType {
    public ListOf {
      require(
          element.isScalar() || element instanceof Vector,
          "a list holds scalars or vectors, got " + element.describe());
    }
  }

  /**
   * Named values side by side; Arrow Struct; Java {@link java.util.Map} by name.
   *
   * @param fields at least one, names unique
   */
  record Struct(List<Field> fields) implements DataType {
    public Struct {
      fields = List.copyOf(fields);
      require(!fields.isEmpty(), "a struct needs at least one field");
      require(
          fields.stream().map(Field::name).distinct().count() == fields.size(),
          "a struct's field names must differ");
    }
  }

  /**
   * A point in space; Arrow FixedSizeList; Java {@code float[]}, or {@code byte[]} for int8
   * elements and for bits, eight to a byte.
   *
   * @param element what each coordinate is
   * @param dimension coordinates per vector, 1 to 65,536; of bits a multiple of 8
   */
  record Vector(Element element, int dimension) implements DataType {
    /**
     * Largest dimension; keeps one vector below 256 KiB, a bound every buffer computation relies
     * on.
     */
    public static final int MAX_DIMENSION = 65_536;

    /** What one coordinate is stored as. */
    public enum Element {
      /** IEEE single, 4 bytes. */
      FLOAT32(32),
      /** IEEE half, 2 bytes. */
      FLOAT16(16),
      /** Signed byte. */
      INT8(8),
      /**
       * 0 or 1, eight to a byte, the first in the highest bit, as numpy's {@code packbits} and
       * PostgreSQL's {@code bit} have them; Arrow's FixedSizeList of uint8.
       */
      BIT(1);

      private final int bits;

      Element(int bits) {
        this.bits = bits;
      }

      /** Returns how many bytes so many coordinates take, the last one filled up. */
      public long bytesOf(int dimension) {
        return ((long) dimension * bits + 7) >>> 3;
      }
    }

    public Vector {
      require(
          dimension >= 1 && dimension <= MAX_DIMENSION,
          "vector dimension must be 1 to " + MAX_DIMENSION + ", got " + dimension);
      require(
          element != Element.BIT || dimension % 8 == 0,
          "vectors of bits fill whole bytes: their dimension must be a multiple of 8, got "
              + dimension
              + "; fill up with zeros, no distance changes");
    }

    /** Returns how many bytes one vector takes. */
    public int bytes() {
      return (int) element.bytesOf(dimension);
    }
  }

  /**
   * Returns whether two types are equal, as {@code equals} does. Written out for the types that
   * nearly every table has: linking the first generated {@code equals} costs a fresh process 7 ms.
   */
  static boolean same(DataType a, DataType b) {
    if (a == b || a.getClass() != b.getClass()) {
      return a == b;
    }
    if (a instanceof Int x && b instanceof Int y) {
      return x.bits == y.bits && x.signed == y.signed;
    }
    if (a instanceof Vector x && b instanceof Vector y) {
      return x.element == y.element && x.dimension == y.dimension;
    }
    return a instanceof Utf8 || a instanceof Bool || a.equals(b);
  }

  /**
   * Returns the type of the vectors in a column of this type, be there one in each row or several;
   * {@code null} where there are none.
   */
  default @Nullable Vector vectors() {
    if (this instanceof Vector one) {
      return one;
    }
    return this instanceof ListOf list && list.element instanceof Vector several ? several : null;
  }

  /** Returns whether values of this type have no parts. */
  default boolean isScalar() {
    return switch (this) {
      case ListOf l -> false;
      case Struct s -> false;
      case Vector v -> false;
      case Bool b -> true;
      case Int i -> true;
      case FloatingPoint f -> true;
      case Decimal d -> true;
      case Utf8 u -> true;
      case Binary b -> true;
      case Date d -> true;
      case Time t -> true;
      case Timestamp t -> true;
      case Uuid u -> true;
    };
  }

  /**
   * Returns the type as users write it, such as {@code int32}, {@code list<utf8>} or {@code
   * vector<float32>[384]}.
   */
  default String describe() {
    return switch (this) {
      case Bool b -> "bool";
      case Int i -> (i.signed() ? "int" : "uint") + i.bits();
      case FloatingPoint f -> "float" + f.bits();
      case Decimal d -> "decimal(" + d.precision() + ", " + d.scale() + ")";
      case Utf8 u -> "utf8";
      case Binary b -> "binary";
      case Date d -> "date";
      case Time t -> "time";
      case Timestamp t -> t.zone() == null ? "timestamp" : "timestamp[" + t.zone() + "]";
      case Uuid u -> "uuid";
      case ListOf l -> "list<" + l.element().describe() + ">";
      case Struct s ->
          "struct<" + String.join(", ", s.fields().stream().map(Field::describe).toList()) + ">";
      case Vector v ->
          "vector<"
              + v.element().name().toLowerCase(java.util.Locale.ROOT)
              + ">["
              + v.dimension()
              + "]";
    };
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
