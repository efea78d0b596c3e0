package dev.pilum.storage.keys;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The 64-bit hash of a key's canonical bytes ({@link KeyBytes}): XXH3, seed 0. Part of the key
 * file's format, so it never changes. It is no defence against someone who chooses keys with equal
 * hashes: such keys are found correctly, but one after another.
 */
public final class KeyHash {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();
  private static final SegmentBytes SEGMENT_BYTES = new SegmentBytes();

  private KeyHash() {}

  /** Returns the hash of a key given by its canonical bytes. */
  public static long of(byte[] key) {
    return XXH3.hashBytesToLong(key);
  }

  /** Returns the hash of an integer key: that of its eight bytes, lowest first. */
  public static long of(long key) {
    return XXH3.hashLongToLong(key);
  }

  /**
   * Returns the hash of a key whose canonical bytes are {@code lengthBytes} bytes of {@code
   * source}, without copying them.
   */
  public static long of(MemorySegment source, long offsetBytes, long lengthBytes) {
    return XXH3.hashBytesToLong(source, offsetBytes, lengthBytes, SEGMENT_BYTES);
  }

  /**
   * How the hash function reads memory. hash4j has its own, but only in a part of its jar that
   * repackaged jars lose.
   */
  private static final class SegmentBytes implements ByteAccess<MemorySegment> {
    @Override
    public byte getByte(MemorySegment source, long offsetBytes) {
      return source.get(ValueLayout.JAVA_BYTE, offsetBytes);
    }

    @Override
    public int getInt(MemorySegment source, long offsetBytes) {
      return source.get(Layout.INT, offsetBytes);
    }

    @Override
    public long getIntAsUnsignedLong(MemorySegment source, long offsetBytes) {
      return Integer.toUnsignedLong(source.get(Layout.INT, offsetBytes));
    }

    @Override
    public long getLong(MemorySegment source, long offsetBytes) {
      return source.get(Layout.LONG, offsetBytes);
    }

    @Override
    public void copyToByteArray(
        MemorySegment source, long offsetBytes, byte[] target, int targetOffset, int lengthBytes) {
      MemorySegment.copy(
          source, ValueLayout.JAVA_BYTE, offsetBytes, target, targetOffset, lengthBytes);
    }
  }
}
