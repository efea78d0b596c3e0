package dev.pilum.formats.vector;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands at the start of a file of numpy's {@code .npy} format.
 *
 * <table>
 *   <caption>Bytes, little endian</caption>
 *   <tr><th>bytes</th><th>meaning</th></tr>
 *   <tr><td>6</td><td>0x93 and {@code NUMPY}</td></tr>
 *   <tr><td>2</td><td>version: 1, 2 or 3, and 0</td></tr>
 *   <tr><td>2 (version 1) or 4</td><td>length of what follows</td></tr>
 *   <tr><td>length</td><td>a Python dictionary: descr, fortran_order, shape</td></tr>
 * </table>
 *
 * @param kind what the elements are
 * @param shape lengths of the array's dimensions
 * @param bytes where the elements begin
 */
record NpyHeader(Kind kind, List<Long> shape, int bytes) {
  /** Length of the headers that numpy and {@link #write} write for arrays of two dimensions. */
  static final int WRITTEN_BYTES = 128;

  /** No real header comes near it. */
  static final int MAX_BYTES = 1 << 16;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** The kinds of elements that are read. */
  enum Kind {
    /** IEEE half. */
    FLOAT16("<f2", 2),
    /** IEEE single. */
    FLOAT32("<f4", 4),
    /** IEEE double; as a vector it is rounded to singles. */
    FLOAT64("<f8", 8),
    /** Signed byte. */
    INT8("|i1", 1),
    /** Byte: eight bits. */
    UINT8("|u1", 1),
    /** 32 bits, signed. */
    INT32("<i4", 4),
    /** 64 bits, signed. */
    INT64("<i8", 8);

    final String descr;
    final int bytes;

    Kind(String descr, int bytes) {
      this.descr = descr;
      this.bytes = bytes;
    }
  }

  NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads a header.
   *
   * @param start the file's first bytes, {@link #MAX_BYTES} or all of them
   */
  static NpyHeader read(String name, ByteBuffer start) {
    ByteBuffer bytes = start.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    require(bytes.remaining() >= 12, name, "a header; is it an npy file?");
    bytes.get(magic);
    require(Arrays.equals(magic, MAGIC), name, "numpy's mark at its start; is it an npy file?");
    int version = bytes.get();
    bytes.get();
    long length = version == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFF_FFFFL;
    require(version >= 1 && version <= 3, name, "a version from 1 to 3");
    require(length <= bytes.remaining(), name, "a header that ends; the file was cut off");
    byte[] text = new byte[(int) length];
    bytes.get(text);
    return parse(name, new String(text, StandardCharsets.UTF_8), bytes.position());
  }

  private static NpyHeader parse(String name, String text, int end) {
    require(
        find(FORTRAN, text, name).equals("False"),
        name,
        "rows one after another (fortran_order False)");
    List<Long> shape = new ArrayList<>();
    for (String length : find(SHAPE, text, name).split(",", -1)) {
      String digits = length.strip();
      if (!digits.isEmpty()) {
        require(LENGTH.matcher(digits).matches(), name, "a shape that fits in memory");
        shape.add(Long.valueOf(digits));
      }
    }
    return new NpyHeader(kind(name, find(DESCR, text, name)), shape, end);
  }

  private static Kind kind(String name, String descr) {
    for (Kind kind : Kind.values()) {
      if (kind.descr.equals(descr)) {
        return kind;
      }
    }
    throw new InvalidRequest(
        "%s: elements of type '%s'; Pilum reads little-endian float16, float32, float64, int8, uint8, int32 and int64"
            .formatted(name, descr));
  }

  private static String find(Pattern pattern, String text, String name) {
    Matcher found = pattern.matcher(text);
    require(found.find(), name, "descr, fortran_order and shape in its header");
    return found.group(1);
  }

  static void require(boolean holds, String name, String expected) {
    if (!holds) {
      throw new InvalidRequest(name + ": expected " + expected);
    }
  }

  /** Returns the header of an array of two dimensions, {@link #WRITTEN_BYTES} long. */
  static ByteBuffer write(Kind kind, long rows, int columns) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(kind.descr, rows, columns);
    ByteBuffer bytes = ByteBuffer.allocate(WRITTEN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (WRITTEN_BYTES - 10));
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').flip();
  }
}
