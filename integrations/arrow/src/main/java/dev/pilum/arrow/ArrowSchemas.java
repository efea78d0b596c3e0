package dev.pilum.arrow;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.io.ByteArrayInputStream;

/**
 * Schemas of others as Pilum's. What Pilum has itself is taken over; beside that:
 *
 * <ul>
 *   <li>large and view forms of utf8 and binary become utf8 and binary, fixed-size binary becomes
 *       binary (uuid where it says so);
 *   <li>timestamps and times of any unit become microseconds, date64 becomes date; values that are
 *       not whole are refused when read;
 *   <li>uint64 becomes int64; values above its range are refused when read;
 *   <li>fixed-size lists of float32, float16 and int8 become vectors, of float64 when asked; large
 *       lists and other fixed-size lists of scalars become lists;
 *   <li>dictionary-encoded columns become what their dictionary holds;
 *   <li>names that a table does not accept become others ({@link
 *       dev.pilum.storage.schema.ForeignName}).
 * </ul>
 *
 * Null, interval, duration, decimals of other widths than 128 bits, union, map, run-end encoded and
 * list-view columns are refused.
 */
public final class ArrowSchemas {
  private ArrowSchemas() {}

  /**
   * Returns the table that a schema message, or the start of an Arrow file or stream, describes. A
   * key is named by the metadata {@code pilum.key}; there is none otherwise.
   *
   * @throws InvalidRequest when a column has a type that Pilum cannot hold, naming both
   */
  public static Schema toPilum(byte[] schemaMessage) {
    Translation translation =
        ArrowSource.open(new ByteArrayInputStream(schemaMessage), "the Arrow schema").translation();
    return new Schema(translation.fields(), translation.metadata().get("pilum.key"));
  }

  static Translation translation(org.apache.arrow.flatbuf.Schema schema, Float64Vectors float64) {
    return new SchemaTranslator(float64).translate(schema);
  }
}
