package dev.pilum.storage.keys;

import dev.pilum.storage.column.Layout;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The key table of one segment: an immutable file that is mapped and read in place, so opening it
 * costs the same for a thousand rows as for a hundred million. It holds all rows of the segment,
 * dead or not.
 *
 * <p>An open-addressing hash table with linear probing. A row's home slot is the upper half of the
 * 128-bit product of its hash (unsigned) and the slot count. A lookup reads slots from the home on,
 * past the last slot to the first, up to an empty one. All numbers are little-endian.
 *
 * <table>
 * <caption>Format, version 1</caption>
 * <tr><th>bytes</th><th>field</th><th>meaning</th></tr>
 * <tr><td>8</td><td>magic</td><td>{@code PILUMKEY}</td></tr>
 * <tr><td>4</td><td>version</td><td>1</td></tr>
 * <tr><td>4</td><td>hash</td><td>1: {@link KeyHash}, XXH3 of 64 bits with seed 0</td></tr>
 * <tr><td>8</td><td>row count</td><td>0 to 2^30</td></tr>
 * <tr><td>8</td><td>slot count</td><td>more than rows, below 2^31; written as rows * 4/3 + 1</td></tr>
 * <tr><td>8</td><td>group entries</td><td>0 to row count</td></tr>
 * <tr><td>20</td><td>reserved</td><td>zero</td></tr>
 * <tr><td>4</td><td>header checksum</td><td>CRC32C of the 60 bytes before</td></tr>
 * <tr><td>8 a slot</td><td>slots</td><td>zero when empty; else above the lower 32 bits of the hash, below a reference: ordinal + 1, or
 *     for several rows with one hash the bit 31 and the place of their group</td></tr>
 * <tr><td>4 an entry</td><td>groups</td><td>the ordinals of rows with one hash, falling; the last has bit 31 set</td></tr>
 * <tr><td>4</td><td>checksum</td><td>CRC32C of everything before</td></tr>
 * <tr><td>4</td><td>end mark</td><td>{@code KEND}</td></tr>
 * </table>
 *
 * <p>Opening checks lengths, header and end mark; {@link #verify} checks every byte. Numbers read
 * later are checked where they are used, so a damaged file gives {@link Corruption} or misses rows,
 * and never an ordinal outside the segment, an endless loop or an allocation.
 */
public final class KeyFile implements KeyTable {
  /** In a slot's reference: it names a group. In a group's entry: it is the last. */
  static final int FLAG = 1 << 31;

  private final String path;
  private final KeyFileHeader header;
  private final MemorySegment slots;
  private final MemorySegment groups;
  private final long slotCount;
  private final int crc32c;

  private KeyFile(String path, KeyFileHeader.Frame frame, MemorySegment file) {
    this.path = path;
    this.header = frame.header();
    this.crc32c = frame.crc32c();
    this.slotCount = header.slotCount();
    this.slots = file.asSlice(KeyFileHeader.BYTES, slotCount * Long.BYTES);
    this.groups = file.asSlice(header.groupsOffset(), header.groupEntries() * (long) Integer.BYTES);
  }

  /**
   * What has been written, for the manifest.
   *
   * @param lengthBytes length of the file
   * @param crc32c the checksum that the file ends with
   */
  public record Written(long lengthBytes, int crc32c) {}

  /**
   * Writes and forces the key table of a segment; its folder is the caller's to force. Takes 8
   * bytes of native memory a slot meanwhile.
   *
   * @param hashes hash of each row's key by ordinal, {@code rowCount} of them or more
   * @throws dev.pilum.storage.error.InvalidRequest when there are more than 2^30 rows
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no; the file is then of no
   *     use
   */
  public static Written write(FileStore files, String path, long[] hashes, int rowCount) {
    try (KeyFileWriter writer = new KeyFileWriter(hashes, rowCount)) {
      return writer.writeTo(files, path);
    }
  }

  /**
   * Maps a key file.
   *
   * @param lengthBytes its length by the manifest
   * @param rowCount the segment's rows by the manifest
   * @param arena how long the table may be used
   * @throws Corruption when it is not a key file of that length and that many rows
   */
  public static KeyFile open(
      FileStore files, String path, long lengthBytes, int rowCount, Arena arena) {
    KeyFileHeader.Frame frame = KeyFileHeader.read(files, path, lengthBytes);
    int found = frame.header().rowCount();
    if (found != rowCount) {
      throw new Corruption(path, KeyFileHeader.ROW_COUNT, rowCount + " rows", found + " rows");
    }
    return new KeyFile(path, frame, files.map(path, lengthBytes, arena));
  }

  /**
   * Reads the whole file and compares its checksum.
   *
   * @return the checksum, which the manifest also knows
   * @throws Corruption when any byte is not what was written
   */
  public static int verify(FileStore files, String path, long lengthBytes) {
    return KeyFileHeader.read(files, path, lengthBytes).header().verifyBody(files, path);
  }

  /**
   * Returns the checksum that the file ends with, which has not been compared with its bytes: what
   * the manifest also knows, unless it is another file.
   */
  public int checksum() {
    return crc32c;
  }

  /** Returns how many rows the segment has. */
  public int rowCount() {
    return header.rowCount();
  }

  @Override
  public long first(long hash) {
    long home = Math.unsignedMultiplyHigh(hash, slotCount);
    return probe(hash, home, home);
  }

  @Override
  public long next(long hash, long place) {
    long slot = slotAt(place);
    if (isGroup(slot) && !isLast(entry(slot, place))) {
      return place + 1;
    }
    long home = Math.unsignedMultiplyHigh(hash, slotCount);
    long following = after(place >>> Integer.SIZE);
    return following == home ? NONE : probe(hash, following, home);
  }

  @Override
  public int ordinal(long place) {
    long slot = slotAt(place);
    int ordinal = isGroup(slot) ? entry(slot, place) & ~FLAG : (int) slot - 1;
    if (ordinal < 0 || ordinal >= rowCount()) {
      throw new Corruption(
          path, offsetOf(place), "an ordinal below " + rowCount(), Integer.toString(ordinal));
    }
    return ordinal;
  }

  /**
   * Returns the place of the first slot with this hash's lower half, from {@code from} up to an
   * empty slot or around to {@code home}: a place is a slot in the upper 32 bits and how far into
   * the slot's group in the lower.
   */
  private long probe(long hash, long from, long home) {
    long i = from;
    do {
      long slot = slots.get(Layout.LONG, i * Long.BYTES);
      if (slot == 0) {
        return NONE;
      }
      if ((int) (slot >>> Integer.SIZE) == (int) hash) {
        return i << Integer.SIZE;
      }
      i = after(i);
    } while (i != home);
    return NONE;
  }

  private long slotAt(long place) {
    return slots.get(Layout.LONG, (place >>> Integer.SIZE) * Long.BYTES);
  }

  private long after(long slot) {
    return slot + 1 == slotCount ? 0 : slot + 1;
  }

  private static boolean isGroup(long slot) {
    return ((int) slot & FLAG) != 0;
  }

  private int entry(long slot, long place) {
    long index = ((int) slot & ~FLAG) + (place & 0xFFFF_FFFFL);
    if (index >= header.groupEntries()) {
      throw new Corruption(
          path,
          offsetOf(place),
          "a group entry below " + header.groupEntries(),
          Long.toString(index));
    }
    return groups.get(Layout.INT, index * Integer.BYTES);
  }

  private static boolean isLast(int entry) {
    return (entry & FLAG) != 0;
  }

  private static long offsetOf(long place) {
    return KeyFileHeader.BYTES + (place >>> Integer.SIZE) * Long.BYTES;
  }
}
