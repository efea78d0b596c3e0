package dev.pilum.storage.keys;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The canonical bytes of a key: equal keys have equal bytes whatever they were handed over as, so
 * bytes are what is hashed and compared.
 *
 * <table>
 * <caption>Bytes by type</caption>
 * <tr><th>key column</th><th>bytes</th></tr>
 * <tr><td>integer of any width</td><td>8: the widened value, lowest byte first</td></tr>
 * <tr><td>utf8</td><td>its UTF-8 bytes</td></tr>
 * <tr><td>binary</td><td>as they are</td></tr>
 * <tr><td>uuid</td><td>16: as Arrow stores it, highest byte first</td></tr>
 * </table>
 */
public final class KeyBytes {
  private KeyBytes() {}

  /** Returns whether a column of {@code type} can be a primary key. */
  public static boolean fits(DataType type) {
    return type instanceof DataType.Int
        || type instanceof DataType.Utf8
        || type instanceof DataType.Binary
        || type instanceof DataType.Uuid;
  }

  /**
   * Returns the canonical bytes of {@code value}.
   *
   * @param value a {@link Long}, {@link Integer}, {@link Short} or {@link Byte} already in the
   *     column's range, a {@link String}, a {@code byte[]} (returned itself, not a copy) or a
   *     {@link UUID}
   * @throws InvalidRequest when it is of another class
   */
  public static byte[] of(Object value) {
    // Not a switch: linking one costs a fresh process milliseconds before its first lookup.
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof UUID uuid) {
      return ofUuid(uuid);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ofLong(((Number) value).longValue());
    }
    throw new InvalidRequest(
        "a key is text, a whole number, bytes or a UUID, got a " + value.getClass().getName());
  }

  /** Returns the canonical bytes of a whole number. */
  public static byte[] ofLong(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** Returns the canonical bytes of a UUID. */
  public static byte[] ofUuid(UUID value) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }
}
