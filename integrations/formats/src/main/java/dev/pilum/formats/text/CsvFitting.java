package dev.pilum.formats.text;

import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Turns cells of CSV into the Java types that columns take; what has parts stands there as JSON.
 */
final class CsvFitting {
  private CsvFitting() {}

  static @Nullable Object fit(DataType type, CsvCell cell) {
    String text = cell.text();
    return switch (type) {
      case DataType.Utf8 t -> text;
      case DataType.Bool t -> bool(type, text.strip());
      case DataType.Int i -> Fitting.fit(type, Fitting.parsed(type, text.strip(), Long::valueOf));
      case DataType.FloatingPoint f -> fraction(f, text.strip());
      case DataType.Decimal d -> Fitting.parsed(type, text.strip(), BigDecimal::new);
      case DataType.Date t -> Fitting.fit(type, text.strip());
      case DataType.Time t -> Fitting.fit(type, text.strip());
      case DataType.Timestamp t -> Fitting.fit(type, text.strip());
      case DataType.Uuid t -> Fitting.fit(type, text.strip());
      case DataType.Binary t -> Fitting.fit(type, text);
      case DataType.ListOf l -> json(type, text);
      case DataType.Struct s -> json(type, text);
      case DataType.Vector v -> json(type, text);
    };
  }

  /** Rounds the digits themselves: by way of a double, some would be rounded twice. */
  private static Object fraction(DataType.FloatingPoint type, String word) {
    Double number = Fitting.parsed(type, word, Double::valueOf);
    if (type.bits() == 64) {
      return number;
    }
    Float single = Float.valueOf(word);
    if (single.isInfinite() && !number.isInfinite()) {
      throw Fitting.unfit(type, word);
    }
    return single;
  }

  private static Boolean bool(DataType type, String word) {
    if (!word.equalsIgnoreCase("true") && !word.equalsIgnoreCase("false")) {
      throw Fitting.unfit(type, word);
    }
    return Boolean.valueOf(word);
  }

  private static @Nullable Object json(DataType type, String text) {
    boolean parts = text.startsWith("[") || text.startsWith("{");
    Object value = parts ? JsonValues.parse(text) : text;
    if (value == null) {
      throw Fitting.unfit(type, text);
    }
    return Fitting.fit(type, value);
  }
}
