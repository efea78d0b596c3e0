package dev.pilum.storage.schema;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Short names for every {@link DataType}, meant to be imported statically where schemas are written
 * down.
 */
public final class Types {
  private Types() {}

  /** Returns the type of true and false. */
  public static DataType bool() {
    return new DataType.Bool();
  }

  /** Returns the signed integer of 8 bits. */
  public static DataType int8() {
    return new DataType.Int(8, true);
  }

  /** Returns the signed integer of 16 bits. */
  public static DataType int16() {
    return new DataType.Int(16, true);
  }

  /** Returns the signed integer of 32 bits. */
  public static DataType int32() {
    return new DataType.Int(32, true);
  }

  /** Returns the signed integer of 64 bits. */
  public static DataType int64() {
    return new DataType.Int(64, true);
  }

  /** Returns the unsigned integer of 8 bits. */
  public static DataType uint8() {
    return new DataType.Int(8, false);
  }

  /** Returns the unsigned integer of 16 bits. */
  public static DataType uint16() {
    return new DataType.Int(16, false);
  }

  /** Returns the unsigned integer of 32 bits. */
  public static DataType uint32() {
    return new DataType.Int(32, false);
  }

  /** Returns the IEEE half. */
  public static DataType float16() {
    return new DataType.FloatingPoint(16);
  }

  /** Returns the IEEE single. */
  public static DataType float32() {
    return new DataType.FloatingPoint(32);
  }

  /** Returns the IEEE double. */
  public static DataType float64() {
    return new DataType.FloatingPoint(64);
  }

  /** Returns decimals of {@code precision} digits, {@code scale} of them behind the point. */
  public static DataType decimal(int precision, int scale) {
    return new DataType.Decimal(precision, scale);
  }

  /** Returns the type of text. */
  public static DataType utf8() {
    return new DataType.Utf8();
  }

  /** Returns the type of byte strings. */
  public static DataType binary() {
    return new DataType.Binary();
  }

  /** Returns the type of days. */
  public static DataType date() {
    return new DataType.Date();
  }

  /** Returns the type of times of day. */
  public static DataType time() {
    return new DataType.Time();
  }

  /** Returns the type of local timestamps. */
  public static DataType timestamp() {
    return new DataType.Timestamp(null);
  }

  /**
   * Returns the type of instants shown in {@code zone}; without a zone, that is {@code null}, of
   * local timestamps.
   */
  public static DataType timestamp(@Nullable String zone) {
    return new DataType.Timestamp(zone);
  }

  /** Returns the type of 128-bit identifiers. */
  public static DataType uuid() {
    return new DataType.Uuid();
  }

  /** Returns lists of a scalar type or of vectors. */
  public static DataType list(DataType element) {
    return new DataType.ListOf(element);
  }

  /** Returns structs of the given fields. */
  public static DataType struct(Field... fields) {
    return new DataType.Struct(List.of(fields));
  }

  /** Returns vectors of {@code dimension} IEEE singles. */
  public static DataType vector(int dimension) {
    return vector(Element.FLOAT32, dimension);
  }

  /** Returns vectors of {@code dimension} coordinates of the given kind. */
  public static DataType vector(Element element, int dimension) {
    return new DataType.Vector(element, dimension);
  }

  /** Returns vectors of {@code dimension} bits, a multiple of 8. */
  public static DataType bits(int dimension) {
    return vector(Element.BIT, dimension);
  }

  /**
   * Returns any number of vectors of {@code dimension} IEEE singles in each row, as models give
   * that look at every token by itself.
   */
  public static DataType multivector(int dimension) {
    return list(vector(dimension));
  }
}
