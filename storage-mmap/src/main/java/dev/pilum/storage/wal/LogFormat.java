package dev.pilum.storage.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a log file. All numbers are little-endian; every frame starts at a multiple of 8.
 *
 * <table>
 * <caption>Header, {@value #HEADER_BYTES} bytes, less than any disk's sector</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>8</td><td>magic "PILUMWAL"</td></tr>
 * <tr><td>8</td><td>4</td><td>version, {@value #VERSION}</td></tr>
 * <tr><td>12</td><td>4</td><td>zero</td></tr>
 * <tr><td>16</td><td>8</td><td>table id</td></tr>
 * <tr><td>24</td><td>8</td><td>epoch, as in the file's name</td></tr>
 * <tr><td>32</td><td>8</td><td>previous epoch, 0 for none</td></tr>
 * <tr><td>40</td><td>8</td><td>previous valid length, in bytes</td></tr>
 * <tr><td>48</td><td>12</td><td>zero</td></tr>
 * <tr><td>60</td><td>4</td><td>CRC32C of bytes 0 to 59</td></tr>
 * </table>
 *
 * <table>
 * <caption>Frame, from byte {@value #HEADER_BYTES} on one after another</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>CRC32C of bytes 4 to 31, XOR {@link #mask}</td></tr>
 * <tr><td>4</td><td>4</td><td>payload length n, 0 to 2^30</td></tr>
 * <tr><td>8</td><td>8</td><td>sequence; 0 is a mark: no record, but the acknowledged sequence counts</td></tr>
 * <tr><td>16</td><td>8</td><td>acknowledged sequence: this record and all before it were forced when this frame was written</td></tr>
 * <tr><td>24</td><td>4</td><td>CRC32C of the payload and its padding</td></tr>
 * <tr><td>28</td><td>4</td><td>zero</td></tr>
 * <tr><td>32</td><td>n</td><td>payload</td></tr>
 * <tr><td>32 + n</td><td>0 to 7</td><td>zero, up to a multiple of 8</td></tr>
 * </table>
 *
 * <p>The frame's first 32 bytes have a CRC of their own, so that no length is believed unchecked,
 * and so that what a frame says of acknowledged records can be found by looking at 32 bytes,
 * whatever lies around it.
 *
 * <p>The file may end with zeros ({@link dev.pilum.storage.env.AppendFile#reserve}); no frame looks
 * like that.
 */
final class LogFormat {
  static final long MAGIC = 0x4C41574D554C4950L;
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;
  static final int HEADER_CRC_OFFSET = 60;

  static final int FRAME_HEADER_BYTES = 32;
  static final int LENGTH_OFFSET = 4;
  static final int SEQUENCE_OFFSET = 8;
  static final int ACKNOWLEDGED_OFFSET = 16;
  static final int PAYLOAD_CRC_OFFSET = 24;

  /** 1 GiB: a payload must fit into one buffer, whose sizes are ints. */
  static final int MAX_PAYLOAD_BYTES = 1 << 30;

  /**
   * The multiple at which frames start, so that a search for them need look at every eighth byte
   * only.
   */
  static final int ALIGNMENT = 8;

  private LogFormat() {}

  static long frameBytes(long payloadBytes) {
    return (FRAME_HEADER_BYTES + payloadBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Returns what a frame's CRC is mixed with: different for each file and place, so that a frame
   * copied to another place, or one that a user stored as a value, is never taken for one of this
   * log.
   */
  static int mask(int headerCrc, long offsetBytes) {
    // 2^64 divided by the golden ratio: its multiples spread over all upper bits.
    return (int) (((offsetBytes ^ ((long) headerCrc << 32)) * 0x9E3779B97F4A7C15L) >>> 32);
  }

  static ByteBuffer encode(LogHeader header) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(0);
    bytes.putLong(header.tableId()).putLong(header.epoch());
    bytes.putLong(header.previousEpoch()).putLong(header.previousValidLengthBytes());
    return bytes.putInt(HEADER_CRC_OFFSET, crcOf(bytes)).clear();
  }

  /** Returns the CRC that {@code header}, whole and little-endian, should carry. */
  static int crcOf(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().clear().limit(HEADER_CRC_OFFSET));
    return (int) crc.getValue();
  }
}
