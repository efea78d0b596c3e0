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
 * <tr><td>version count</td><td>4</td><td>how many entries follow the bitmap: the versions that killed rows which retained versions still
 * show; 0 while no version but the newest is retained</td></tr>
 * <tr><td>bitmap length</td><td>4</td><td></td></tr>
 * <tr><td>bitmap</td><td>n</td><td>Roaring bitmap of dead ordinals, portable serialisation</td></tr>
 * <tr><td>entries</td><td>12 each</td><td>ordinal 4, version 8, in the order of versions</td></tr>
 * <tr><td>CRC32C</td><td>4</td><td>of all bytes before</td></tr>
 * </table>
 */
public final class DeleteFile {
  private static final long MAGIC =
      ByteBuffer.wrap("PILUMDL1".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final int HEADER_BYTES = 24;
  private static final int DEATH_BYTES = Integer.BYTES + Long.BYTES;

  /** What one array holds; a Roaring bitmap of 2^31 ordinals takes at most 256 MiB of it. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private DeleteFile() {}

  /** Writes and forces a delete file; its name is durable once the caller has forced the folder. */
  public static FileMeta write(
      FileStore files, String root, String path, DeadRows dead, int rowCount) {
    RoaringBitmap bitmap = toBitmap(dead, rowCount);
    Deaths deaths = dead.deaths();
    int bitmapBytes = bitmap.serializedSizeInBytes();
    byte[] array =
        new byte[HEADER_BYTES + bitmapBytes + deaths.count() * DEATH_BYTES + Integer.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(array);
    bytes.putLong(MAGIC).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(rowCount).putInt(dead.count()).putInt(deaths.count()).putInt(bitmapBytes);
    bitmap.serialize(bytes);
    for (int i = 0; i < deaths.count(); i++) {
      bytes.putInt(deaths.ordinal(i)).putLong(deaths.version(i));
    }
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
    int deathCount = bytes.getInt();
    if (deathCount < 0 || deathCount > deadCount) {
      throw new Corruption(path, 16, "0 to " + deadCount + " deaths", deathCount + " deaths");
    }
    check(path, 20, body - HEADER_BYTES - (long) deathCount * DEATH_BYTES, bytes.getInt());
    RoaringBitmap bitmap = bitmap(path, bytes, body - deathCount * DEATH_BYTES);
    check(path, 12, deadCount, bitmap.getCardinality());
    DeadRows.Builder dead = DeadRows.NONE.toBuilder();
    checkRange(path, bitmap, rowCount);
    readDeaths(path, bytes, deathCount, bitmap, dead);
    for (IntIterator i = bitmap.getIntIterator(); i.hasNext(); ) {
      dead.add(i.next());
    }
    return dead.build();
  }

  /** Adds the rows whose deaths are known, and takes them out of the bitmap. */
  private static void readDeaths(
      String path, ByteBuffer bytes, int count, RoaringBitmap bitmap, DeadRows.Builder dead) {
    long before = 0;
    for (int i = 0; i < count; i++) {
      int at = bytes.position();
      int ordinal = bytes.getInt();
      long version = bytes.getLong();
      if (version < before || !bitmap.checkedRemove(ordinal)) {
        throw new Corruption(
            path,
            at,
            "the next death of a dead row, at version " + before + " or later",
            "ordinal " + ordinal + " at version " + version);
      }
      dead.add(ordinal, version);
      before = version;
    }
  }

  private static RoaringBitmap bitmap(String path, ByteBuffer bytes, int end) {
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(bytes);
    } catch (IOException | RuntimeException e) {
      throw new Corruption(path, HEADER_BYTES, "a Roaring bitmap", String.valueOf(e.getMessage()));
    }
    check(path, HEADER_BYTES, bitmap.serializedSizeInBytes(), (long) end - HEADER_BYTES);
    bytes.position(end);
    return bitmap;
  }

  private static void checkRange(String path, RoaringBitmap bitmap, int rowCount) {
    if (!bitmap.isEmpty() && Integer.compareUnsigned(bitmap.last(), rowCount) >= 0) {
      throw new Corruption(
          path,
          HEADER_BYTES,
          "ordinals below " + rowCount,
          "ordinal " + Integer.toUnsignedString(bitmap.last()));
    }
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
