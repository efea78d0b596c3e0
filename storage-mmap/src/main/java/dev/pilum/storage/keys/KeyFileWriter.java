package dev.pilum.storage.keys;

import dev.pilum.storage.column.Layout;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds and writes one {@link KeyFile}.
 *
 * <p>While it builds, a slot refers to the newest row of its hash and {@link #older} chains the
 * rest, so a key that was written a million times costs one slot and no long probe. At the end each
 * chain becomes a group.
 */
final class KeyFileWriter implements AutoCloseable {
  /** What goes to the disk in one call; each is also checksummed while still in the cache. */
  private static final long CHUNK_BYTES = 1 << 20;

  private final Arena arena = Arena.ofConfined();
  private final long[] hashes;
  private final int rowCount;
  private final long slotCount;
  private final MemorySegment slots;

  /** The next older row of the same hash plus 1; made when the first hash comes a second time. */
  private int @Nullable [] older;

  private int groupedRows;

  KeyFileWriter(long[] hashes, int rowCount) {
    if (rowCount < 0 || rowCount > KeyFileHeader.MAX_ROWS || rowCount > hashes.length) {
      throw new InvalidRequest(
          "a key file takes 0 to %d rows with a hash each, got %d rows and %d hashes"
              .formatted(KeyFileHeader.MAX_ROWS, rowCount, hashes.length));
    }
    this.hashes = hashes;
    this.rowCount = rowCount;
    this.slotCount = KeyFileHeader.slotsFor(rowCount);
    this.slots = arena.allocate(slotCount * Long.BYTES, Long.BYTES);
  }

  KeyFile.Written writeTo(FileStore files, String path) {
    for (int row = 0; row < rowCount; row++) {
      insert(row);
    }
    MemorySegment groups = arena.allocate((long) groupedRows * Integer.BYTES, Long.BYTES);
    if (older != null) {
      emitGroups(older, groups);
    }
    KeyFileHeader header = KeyFileHeader.forRows(rowCount, groupedRows);
    try (AppendFile file = files.create(path)) {
      CRC32C crc = new CRC32C();
      append(file, crc, MemorySegment.ofBuffer(header.encode()));
      append(file, crc, slots);
      append(file, crc, groups);
      file.append(KeyFileHeader.encodeFooter((int) crc.getValue()));
      file.force();
      assert file.lengthBytes() == header.lengthBytes();
      return new KeyFile.Written(header.lengthBytes(), (int) crc.getValue());
    }
  }

  private void insert(int row) {
    long hash = hashes[row];
    long i = Math.unsignedMultiplyHigh(hash, slotCount);
    long slot = slots.get(Layout.LONG, i * Long.BYTES);
    while (slot != 0 && !isOf(slot, hash)) {
      i = i + 1 == slotCount ? 0 : i + 1;
      slot = slots.get(Layout.LONG, i * Long.BYTES);
    }
    if (slot != 0) {
      chain(row, (int) slot);
    }
    slots.set(Layout.LONG, i * Long.BYTES, (hash << Integer.SIZE) | (row + 1));
  }

  private boolean isOf(long slot, long hash) {
    return (int) (slot >>> Integer.SIZE) == (int) hash && hashes[(int) slot - 1] == hash;
  }

  private void chain(int row, int newestPlus1) {
    int[] links = older;
    if (links == null) {
      links = new int[rowCount];
      older = links;
    }
    groupedRows += links[newestPlus1 - 1] == 0 ? 2 : 1;
    links[row] = newestPlus1;
  }

  private void emitGroups(int[] links, MemorySegment groups) {
    int entries = 0;
    for (long i = 0; i < slotCount; i++) {
      long slot = slots.get(Layout.LONG, i * Long.BYTES);
      if (slot != 0 && links[(int) slot - 1] != 0) {
        long group = Integer.toUnsignedLong(entries | KeyFile.FLAG);
        slots.set(Layout.LONG, i * Long.BYTES, (slot & 0xFFFF_FFFF_0000_0000L) | group);
        entries = emitGroup(links, (int) slot - 1, groups, entries);
      }
    }
    assert entries == groupedRows : entries + " of " + groupedRows;
  }

  private static int emitGroup(int[] links, int newest, MemorySegment groups, int firstEntry) {
    int entry = firstEntry;
    int row = newest;
    for (; links[row] != 0; row = links[row] - 1) {
      groups.set(Layout.INT, (long) Integer.BYTES * entry++, row);
    }
    groups.set(Layout.INT, (long) Integer.BYTES * entry++, row | KeyFile.FLAG);
    return entry;
  }

  private static void append(AppendFile file, CRC32C crc, MemorySegment bytes) {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES) {
      ByteBuffer chunk =
          bytes.asSlice(at, Math.min(CHUNK_BYTES, bytes.byteSize() - at)).asByteBuffer();
      crc.update(chunk.duplicate());
      file.append(chunk);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
