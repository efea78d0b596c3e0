package dev.pilum.engine.filter;

import java.util.Arrays;

/** A growing byte string whose parts compare as what they stand for. One thread. */
public final class KeyBytes {
  private byte[] bytes = new byte[32];
  private int length;

  /** Begins anew. */
  public void clear() {
    length = 0;
  }

  /** Returns how many bytes there are. */
  int length() {
    return length;
  }

  /** Returns a copy. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Compares with another key, unsigned. */
  public int compareTo(byte[] other) {
    return Arrays.compareUnsigned(bytes, 0, length, other, 0, other.length);
  }

  void add(int b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) b;
  }

  /** Adds a signed number: its sign turned round, negative ones come first. */
  void addLong(long value) {
    addUnsigned(value ^ Long.MIN_VALUE);
  }

  void addUnsigned(long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      add((int) (value >>> shift));
    }
  }

  void addFixed(byte[] value) {
    for (byte b : value) {
      add(b);
    }
  }

  /**
   * Adds bytes of any number. Two zeros end them, and a zero among them is followed by 255, so that
   * a value comes before all that it begins.
   */
  void addVarying(byte[] value) {
    for (byte b : value) {
      add(b);
      if (b == 0) {
        add(0xff);
      }
    }
    add(0);
    add(0);
  }

  /** Turns the order of what was added from {@code start} on round. */
  void invert(int start) {
    for (int i = start; i < length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }
}
