package dev.pilum.storage.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fixed bytes at both ends of an Arrow file. */
final class FileFrame {
  /** Magic and two zeros. */
  static final int HEAD_BYTES = 8;

  /** Footer length and magic. */
  static final int TAIL_BYTES = 10;

  /** Marker and no metadata. */
  static final byte[] END_OF_STREAM = {-1, -1, -1, -1, 0, 0, 0, 0};

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  private FileFrame() {}

  static byte[] head() {
    return Arrays.copyOf(MAGIC, HEAD_BYTES);
  }

  static byte[] tail(int footerBytes) {
    return ByteBuffer.allocate(TAIL_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(footerBytes)
        .put(MAGIC)
        .array();
  }

  /** Returns whether the magic ends at the end of {@code bytes}. */
  static boolean endsWithMagic(byte[] bytes) {
    int start = bytes.length - MAGIC.length;
    return Arrays.equals(bytes, start, bytes.length, MAGIC, 0, MAGIC.length);
  }
}
