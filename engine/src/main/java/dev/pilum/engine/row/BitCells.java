package dev.pilum.engine.row;

import dev.pilum.storage.schema.DataType;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Packs vectors of bits, eight to a byte, the first bit in the highest: given packed as {@code
 * byte[]}, one by one as {@code boolean[]} or as numbers that are 0 or 1, or as a {@link BitSet}.
 */
public final class BitCells {
  private BitCells() {}

  /** Returns the bytes of one value. */
  static byte[] packed(CellWriter cell, DataType.Vector type, Object value) {
    return switch (value) {
      case byte[] given -> whole(cell, type, given);
      case boolean[] given -> flags(cell, type, given);
      case BitSet given -> set(cell, type, given);
      default -> numbers(cell, type, value);
    };
  }

  /** Returns the bits of a packed vector as numbers that are 0 or 1. */
  public static float[] unpacked(byte[] packed) {
    float[] bits = new float[packed.length * Byte.SIZE];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (packed[i >>> 3] >>> (7 - (i & 7))) & 1;
    }
    return bits;
  }

  /** Returns the bits as a value of {@code type}, or {@code null} if bits cannot be one. */
  public static @Nullable Object as(Class<?> type, byte[] packed) {
    BitSet bits = new BitSet();
    boolean[] flags = new boolean[packed.length * Byte.SIZE];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (packed[i >>> 3] << (i & 7) & 0x80) != 0;
      bits.set(i, flags[i]);
    }
    if (type == BitSet.class) {
      return bits;
    }
    return type == boolean[].class ? flags : null;
  }

  private static byte[] whole(CellWriter cell, DataType.Vector type, byte[] given) {
    if (given.length != type.bytes()) {
      throw cell.complaint(
          "has vectors of %d bits in %d bytes, got %d bytes"
              .formatted(type.dimension(), type.bytes(), given.length));
    }
    return given;
  }

  private static byte[] flags(CellWriter cell, DataType.Vector type, boolean[] given) {
    VectorCells.checkDimension(cell, type, given.length);
    byte[] packed = new byte[type.bytes()];
    for (int i = 0; i < given.length; i++) {
      if (given[i]) {
        put(packed, i);
      }
    }
    return packed;
  }

  private static byte[] set(CellWriter cell, DataType.Vector type, BitSet given) {
    if (given.length() > type.dimension()) {
      throw cell.complaint(
          "has dimension " + type.dimension() + ", got a bit at place " + (given.length() - 1));
    }
    byte[] packed = new byte[type.bytes()];
    given.stream().forEach(i -> put(packed, i));
    return packed;
  }

  private static byte[] numbers(CellWriter cell, DataType.Vector type, Object value) {
    float[] coordinates = VectorCells.coordinates(cell, type, value);
    int wrong = firstOther(coordinates);
    if (wrong >= 0) {
      throw cell.complaint(
          "has bits, which are 0 or 1, got " + coordinates[wrong] + " at coordinate " + wrong);
    }
    byte[] packed = new byte[type.bytes()];
    pack(coordinates, packed);
    return packed;
  }

  /** Returns the place of the first number that is neither 0 nor 1, or -1. */
  public static int firstOther(float[] bits) {
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != 0f && bits[i] != 1f) {
        return i;
      }
    }
    return -1;
  }

  /** Sets the bits of numbers that are not 0, from the first byte of {@code packed} on. */
  static void pack(float[] bits, byte[] packed) {
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != 0f) {
        put(packed, i);
      }
    }
  }

  private static void put(byte[] packed, int bit) {
    packed[bit >>> 3] |= (byte) (0x80 >>> (bit & 7));
  }
}
