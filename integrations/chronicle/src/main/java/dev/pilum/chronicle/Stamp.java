package dev.pilum.chronicle;

import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed map holds, and by which signs it is known to be unharmed. All numbers are
 * little-endian.
 *
 * <table>
 * <caption>Format, version 1</caption>
 * <tr><th>bytes</th><th>field</th><th>meaning</th></tr>
 * <tr><td>8</td><td>magic</td><td>{@code PILUMKMS}</td></tr>
 * <tr><td>4</td><td>version</td><td>1</td></tr>
 * <tr><td>4</td><td>map checksum</td><td>CRC32C of the map's file</td></tr>
 * <tr><td>8</td><td>table id</td><td></td></tr>
 * <tr><td>8</td><td>generation</td><td></td></tr>
 * <tr><td>8</td><td>capacity</td><td>keys that the map was made for</td></tr>
 * <tr><td>8</td><td>map length</td><td>bytes of the map's file</td></tr>
 * <tr><td>4</td><td>checksum</td><td>CRC32C of the 48 bytes before</td></tr>
 * </table>
 *
 * @param state which state of which table
 * @param capacity keys that the map was made for
 * @param mapLengthBytes length of the map's file
 * @param mapCrc32c checksum of the map's file
 */
record Stamp(KeyMapStamp state, long capacity, long mapLengthBytes, int mapCrc32c) {
  static final int BYTES = 52;

  private static final long MAGIC = 0x534D4B4D554C4950L;
  private static final int VERSION = 1;
  private static final int CHECKSUM = BYTES - Integer.BYTES;

  boolean standsFor(KeyMapStamp wanted) {
    return state.equals(wanted);
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(mapCrc32c);
    bytes.putLong(state.tableId()).putLong(state.generation());
    bytes.putLong(capacity).putLong(mapLengthBytes);
    return bytes.putInt(crcOf(bytes)).flip();
  }

  /**
   * Returns what {@code bytes} say, or {@code null} when they are no stamp that this version wrote.
   */
  static @Nullable Stamp decode(ByteBuffer source) {
    ByteBuffer bytes = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(CHECKSUM) != crcOf(bytes)
        || bytes.getLong() != MAGIC
        || bytes.getInt() != VERSION) {
      return null;
    }
    int mapCrc = bytes.getInt();
    KeyMapStamp state = new KeyMapStamp(bytes.getLong(), bytes.getLong());
    return new Stamp(state, bytes.getLong(), bytes.getLong(), mapCrc);
  }

  private static int crcOf(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, CHECKSUM));
    return (int) crc.getValue();
  }
}
