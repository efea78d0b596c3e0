package dev.pilum.testkit.damage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Makes the checksums of a changed file right again, as somebody hostile would: what a file says is
 * then only as good as the checks behind its checksums. Follows the tables of the formats, not
 * their code.
 */
public final class Checksums {
  private static final int LOG_HEADER_BYTES = 64;
  private static final int FRAME_HEADER_BYTES = 32;
  private static final int ARROW_TAIL_BYTES = 10;
  private static final int SEAL_BYTES = 16;
  private static final int PACKED_TRAILER_BYTES = 24;
  private static final int GRAPH_HEADER_BYTES = 128;

  private Checksums() {}

  /**
   * Returns a copy whose checksums are right, as far as its own words lead to the places where they
   * stand: a fuzzer that had to guess checksums would see nothing of what lies behind them.
   */
  public static byte[] mended(FileType type, byte[] bytes) {
    byte[] copy = bytes.clone();
    try {
      mend(type, copy, bytes);
    } catch (IndexOutOfBoundsException e) {
      return copy; // a length that lies leads out of the file
    }
    return copy;
  }

  /**
   * Corrects the checksums in {@code bytes}, as far as the places where they stand can be found.
   *
   * @param original the file before it was changed, equally long
   */
  static void mend(FileType type, byte[] bytes, byte[] original) {
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case MANIFEST, DELETES, EF, ZONES, ORDERED, BITMAP, LABELS ->
          view.putInt(bytes.length - 4, crc(view, 0, bytes.length - 4));
      case KEYS -> {
        view.putInt(60, crc(view, 0, 60));
        view.putInt(bytes.length - 8, crc(view, 0, bytes.length - 8));
      }
      case HNSW -> {
        view.putInt(GRAPH_HEADER_BYTES - 4, crc(view, 0, GRAPH_HEADER_BYTES - 4));
        view.putInt(bytes.length - 8, crc(view, 0, bytes.length - 16));
        view.putInt(bytes.length - 4, crc(view, bytes.length - 16, bytes.length - 4));
      }
      case TEXT -> mendPacked(view, original);
      case ARROW -> mendArrow(view, original);
      case LOG -> mendLog(view, original);
      case MARK -> {}
    }
  }

  private static void mendPacked(ByteBuffer file, byte[] original) {
    int at = original.length - PACKED_TRAILER_BYTES;
    int list = (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    file.putInt(list, crc(file, 0, list));
    file.putInt(at + 12, crc(file, list, at + 12));
  }

  /** The seal covers head, footer, tail and its own first 12 bytes. */
  private static void mendArrow(ByteBuffer file, byte[] original) {
    ByteBuffer before = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = before.getInt(original.length - ARROW_TAIL_BYTES);
    int footer = original.length - ARROW_TAIL_BYTES - footerBytes;
    int seal = footer - SEAL_BYTES;
    CRC32C crc = new CRC32C();
    crc.update(file.slice(0, before.getInt(seal + 8)));
    crc.update(file.slice(footer, original.length - footer));
    crc.update(file.slice(seal, 12));
    file.putInt(seal + 12, (int) crc.getValue());
  }

  private static void mendLog(ByteBuffer file, byte[] original) {
    ByteBuffer before = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(60, crc(file, 0, 60));
    int at = LOG_HEADER_BYTES;
    while (at + FRAME_HEADER_BYTES <= original.length && before.getInt(at) != 0) {
      int end = at + FRAME_HEADER_BYTES + (before.getInt(at + 4) + 7 & -8);
      if (end <= at || end > original.length) {
        return;
      }
      int payloadBytes = file.getInt(at + 4);
      long payloadEnd = at + FRAME_HEADER_BYTES + (payloadBytes + 7L & -8L);
      if (payloadBytes >= 0 && payloadEnd <= file.limit()) {
        file.putInt(at + 24, crc(file, at + FRAME_HEADER_BYTES, (int) payloadEnd));
      }
      int mask = (int) (((at ^ ((long) file.getInt(60) << 32)) * 0x9E3779B97F4A7C15L) >>> 32);
      file.putInt(at, crc(file, at + 4, at + FRAME_HEADER_BYTES) ^ mask);
      at = end;
    }
  }

  private static int crc(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, to - from));
    return (int) crc.getValue();
  }
}
