package dev.pilum.testkit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file on the simulated disk: its bytes as processes see them, as they were at the last force,
 * and the writes in between.
 *
 * <p>Sectors are written whole or not at all; a sector that holds forced bytes keeps them whatever
 * happens to a later write to it.
 *
 * <p>Bytes that were forced are shared with the files that power cuts leave of this one: most files
 * are written once and then copied by every power cut.
 */
final class SimulatedFile implements SimulatedNode {
  /** The smallest unit that disks promise to write whole. */
  static final int SECTOR_BYTES = 512;

  private static final class Write {
    private final int offset;
    private final byte[] bytes;

    Write(int offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    int end() {
      return offset + bytes.length;
    }
  }

  private byte[] bytes;
  private int length;
  private byte[] durableBytes;
  private int durableLength;
  private List<Write> unforced = new ArrayList<>();

  /** Of the bytes that processes see, once somebody asked; {@code null} after each change. */
  private @Nullable Long fingerprint;

  /** Of the forced bytes, for the files that power cuts leave of this one. */
  private @Nullable Long durableFingerprint;

  /**
   * Whether the arrays are also those of other files, or of each other: then they stay as they are.
   */
  private boolean shared;

  SimulatedFile() {
    this(new byte[0], 0);
  }

  private SimulatedFile(byte[] forced, int length) {
    bytes = forced;
    durableBytes = forced;
    this.length = length;
    durableLength = length;
    shared = true;
  }

  int length() {
    return length;
  }

  void read(int offset, byte[] target) {
    System.arraycopy(bytes, offset, target, 0, target.length);
  }

  /** Fills {@code target}, at most as long as the file, from the file's start. */
  void copyTo(MemorySegment target) {
    MemorySegment.copy(
        bytes, 0, target, ValueLayout.JAVA_BYTE, 0, Math.toIntExact(target.byteSize()));
  }

  /** Returns a number that is the same for the same bytes, and for others hardly ever. */
  long fingerprint() {
    Long known = fingerprint;
    if (known == null) {
      known = fingerprint(bytes, length);
      fingerprint = known;
    }
    return known;
  }

  void write(int offset, byte[] content) {
    Write write = new Write(offset, content);
    own();
    fingerprint = null;
    bytes = grown(bytes, write.end());
    System.arraycopy(content, 0, bytes, offset, content.length);
    length = Math.max(length, write.end());
    unforced.add(write);
  }

  void force() {
    for (Write write : unforced) {
      own();
      durableFingerprint = null;
      durableBytes = grown(durableBytes, write.end());
      System.arraycopy(write.bytes, 0, durableBytes, write.offset, write.bytes.length);
      durableLength = Math.max(durableLength, write.end());
    }
    unforced = new ArrayList<>();
  }

  /**
   * What the kernel does when it cannot write: forgets that anything was to be written, though some
   * may have been.
   */
  void failToForce(Survival survival) {
    durableBytes = survivingBytes(survival);
    durableLength = durableBytes.length;
    durableFingerprint = null;
    unforced = new ArrayList<>();
  }

  /** Returns this file as it is after the power came back. */
  SimulatedFile survivor(Survival survival) {
    if (unforced.isEmpty()) {
      shared = true;
      if (durableFingerprint == null) {
        durableFingerprint = fingerprint(durableBytes, durableLength);
      }
      SimulatedFile same = new SimulatedFile(durableBytes, durableLength);
      same.fingerprint = durableFingerprint;
      same.durableFingerprint = durableFingerprint;
      return same;
    }
    byte[] surviving = survivingBytes(survival);
    return new SimulatedFile(surviving, surviving.length);
  }

  /** Changes one bit, also on the disk. */
  void flipBit(long bit) {
    force();
    own();
    int at = (int) (bit / Byte.SIZE);
    bytes[at] ^= (byte) (1 << (bit % Byte.SIZE));
    durableBytes[at] = bytes[at];
    fingerprint = null;
    durableFingerprint = null;
  }

  /** Takes away what lies behind {@code newLength}, also on the disk. */
  void cutShort(int newLength) {
    bytes = Arrays.copyOf(bytes, newLength);
    durableBytes = bytes.clone();
    length = newLength;
    durableLength = newLength;
    unforced = new ArrayList<>();
    shared = false;
    fingerprint = null;
    durableFingerprint = null;
  }

  private void own() {
    if (shared) {
      bytes = Arrays.copyOf(bytes, length);
      durableBytes = Arrays.copyOf(durableBytes, durableLength);
      shared = false;
    }
  }

  private byte[] survivingBytes(Survival survival) {
    byte[] result =
        Arrays.copyOf(
            Arrays.copyOf(durableBytes, durableLength),
            survival.lengthBetween(durableLength, unforcedEnd()));
    int first = firstUnforced() / SECTOR_BYTES * SECTOR_BYTES;
    for (int sector = first; sector < result.length; sector += SECTOR_BYTES) {
      settle(result, sector, survival);
    }
    return result;
  }

  private int unforcedEnd() {
    int end = durableLength;
    for (Write write : unforced) {
      end = Math.max(end, write.end());
    }
    return end;
  }

  private int firstUnforced() {
    int first = Integer.MAX_VALUE;
    for (Write write : unforced) {
      first = Math.min(first, write.offset);
    }
    return first;
  }

  private List<Write> touching(int sector, int end) {
    List<Write> touching = new ArrayList<>();
    for (Write write : unforced) {
      if (write.offset < end && write.end() > sector) {
        touching.add(write);
      }
    }
    return touching;
  }

  private void settle(byte[] result, int sector, Survival survival) {
    int end = Math.min(sector + SECTOR_BYTES, result.length);
    List<Write> touching = touching(sector, end);
    int applied = survival.prefixOf(touching.size());
    for (Write write : touching.subList(0, applied)) {
      int from = Math.max(write.offset, sector);
      int to = Math.min(write.end(), end);
      System.arraycopy(write.bytes, from - write.offset, result, from, to - from);
    }
    if (applied == 0
        && !touching.isEmpty()
        && sector >= durableLength
        && survival.leavesGarbage()) {
      for (int i = sector; i < end; i++) {
        result[i] = survival.garbage();
      }
    }
  }

  /**
   * CRC-32C finds any difference of a few bits, Adler-32 works otherwise; with the length 64 bits.
   */
  private static long fingerprint(byte[] content, int length) {
    CRC32C first = new CRC32C();
    first.update(content, 0, length);
    Adler32 second = new Adler32();
    second.update(content, 0, length);
    return (first.getValue() << Integer.SIZE) ^ (second.getValue() + length);
  }

  private static byte[] grown(byte[] array, int needed) {
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(needed, 2 * array.length));
  }
}
