package dev.pilum.storage.segment;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.manifest.FileMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which rows of a segment are dead, as a file of its own: a later state is another file.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>magic</td><td>8</td><td>{@code PILUMDL1}</td></tr>
 * <tr><td>row count</td><td>4</td><td>rows of the segment</td></tr>
 * <tr><td>dead count</td><td>4</td><td>bits set in the bitmap</td></tr>
 * <tr><td>version count</td><td>4</td><td>how many (ordinal 4, version 8) entries follow the bitmap: the versions that killed rows which
 * retained versions still show; 0 while no version but the newest is retained</td></tr>
 * <tr><td>bitmap length</td><td>4</td><td></td></tr>
 * <tr><td>bitmap</td><td>n</td><td>Roaring bitmap of dead ordinals, portable serialisation</td></tr>
 * <tr><td>CRC32C</td><td>4</td><td>of all bytes before</td></tr>
 * </table>
 */
public final class DeleteFile {
  private static final long MAGIC =
      ByteBuffer.wrap("PILUMDL1".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final int HEADER_BYTES = 24;

  /** A Roaring bitmap of 2^31 ordinals takes at most 256 MiB and its headers. */
  private static final long MAX_BYTES = 300L << 20;

  private DeleteFile() {}

  /** Writes and forces a delete file; its name is durable once the caller has forced the folder. */
  public static FileMeta write(
      FileStore files, String root, String path, DeadRows dead, int rowCount) {
    RoaringBitmap bitmap = toBitmap(dead, rowCount);
    byte[] array = new byte[HEADER_BYTES + bitmap.serializedSizeInBytes() + Integer.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(array);
    bytes.putLong(MAGIC).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(rowCount).putInt(dead.count()).putInt(0).putInt(bitmap.serializedSizeInBytes());
    bitmap.serialize(bytes);
    bytes.putInt(crc(array, bytes.position()));
    bytes.flip();
    int wholeCrc = crc(array, bytes.limit());
    try (AppendFile file = files.create(root + "/" + path)) {
      file.append(bytes);
      file.force();
      return new FileMeta(FileMeta.Kind.DELETES, path, 0, file.lengthBytes(), wholeCrc);
    }
  }

  /**
   * Reads and checks a delete file.
   *
   * @throws Corruption when it is not what was written, or is of a segment with another row count
   */
  public static DeadRows read(FileStore files, String path, int rowCount) {
    try (ReadFile file = files.open(path)) {
      long length = file.lengthBytes();
      if (length < HEADER_BYTES + Integer.BYTES || length > MAX_BYTES) {
        throw new Corruption(path, 0, "28 to " + MAX_BYTES + " bytes", length + " bytes");
      }
      byte[] bytes = new byte[(int) length];
      file.readFully(0, ByteBuffer.wrap(bytes));
      return decode(path, bytes, rowCount);
    }
  }

  private static DeadRows decode(String path, byte[] array, int rowCount) {
    ByteBuffer bytes = ByteBuffer.wrap(array);
    int body = array.length - Integer.BYTES;
    long magic = bytes.getLong();
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    check(path, 0, MAGIC, magic);
    check(path, body, bytes.getInt(body), crc(array, body));
    check(path, 8, rowCount, bytes.getInt());
    int deadCount = bytes.getInt();
    check(path, 16, 0, bytes.getInt());
    check(path, 20, body - HEADER_BYTES, bytes.getInt());
    DeadRows dead = toDeadRows(path, bytes, rowCount);
    check(path, 12, deadCount, dead.count());
    return dead;
  }

  private static DeadRows toDeadRows(String path, ByteBuffer bytes, int rowCount) {
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(bytes);
    } catch (IOException | RuntimeException e) {
      throw new Corruption(path, HEADER_BYTES, "a Roaring bitmap", String.valueOf(e.getMessage()));
    }
    DeadRows.Builder dead = DeadRows.NONE.toBuilder();
    for (IntIterator i = bitmap.getIntIterator(); i.hasNext(); ) {
      int ordinal = i.next();
      if (ordinal < 0 || ordinal >= rowCount) {
        throw new Corruption(
            path, HEADER_BYTES, "ordinals below " + rowCount, "ordinal " + ordinal);
      }
      dead.add(ordinal);
    }
    return dead.build();
  }

  private static RoaringBitmap toBitmap(DeadRows dead, int rowCount) {
    RoaringBitmap bitmap = new RoaringBitmap();
    for (int word = 0; word << 6 < rowCount; word++) {
      for (long bits = dead.word(word); bits != 0; bits &= bits - 1) {
        bitmap.add((word << 6) + Long.numberOfTrailingZeros(bits));
      }
    }
    bitmap.runOptimize();
    return bitmap;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void check(String path, long offset, long expected, long found) {
    if (expected != found) {
      throw new Corruption(path, offset, String.valueOf(expected), String.valueOf(found));
    }
  }
}
