package dev.pilum.storage.scalar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A place in the order of a scalar type: right before a value, or right behind it. Immutable. */
public final class Cut implements Comparable<Cut> {
  private final WideKey key;
  private final byte @Nullable [] bytes;
  private final boolean behind;

  private Cut(WideKey key, byte @Nullable [] bytes, boolean behind) {
    this.key = key;
    this.bytes = bytes;
    this.behind = behind;
  }

  /** Returns the place before a value that is not text or binary. */
  public static Cut before(WideKey key) {
    return new Cut(key, null, false);
  }

  /** Returns the place behind a value that is not text or binary. */
  public static Cut behind(WideKey key) {
    return new Cut(key, null, true);
  }

  /** Returns the place before a text or binary value. */
  public static Cut before(byte[] value) {
    return new Cut(RowOrder.keyOf(value), value.clone(), false);
  }

  /** Returns the place behind a text or binary value. */
  public static Cut behind(byte[] value) {
    return new Cut(RowOrder.keyOf(value), value.clone(), true);
  }

  /**
   * Returns the value's key: that of every value before the cut is at most this, that of every
   * value behind it at least.
   */
  public WideKey key() {
    return key;
  }

  /** Compares with a place in the order of the same type. */
  @Override
  public int compareTo(Cut other) {
    int compared = key.compareTo(other.key);
    if (compared == 0 && bytes != null && other.bytes != null) {
      compared = Arrays.compareUnsigned(bytes, other.bytes);
    }
    return compared != 0 ? compared : Boolean.compare(behind, other.behind);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cut cut && compareTo(cut) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Boolean.hashCode(behind);
  }

  /** Returns whether the value itself lies before the cut. */
  boolean isBehind() {
    return behind;
  }

  /** Returns the whole value where the key is only its beginning, else {@code null}. */
  byte @Nullable [] bytes() {
    return bytes;
  }
}
