package dev.pilum.hnsw;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The file format of a calibration: written once, never changed, read whole.
 *
 * <p>All numbers are little endian.
 *
 * <table>
 * <caption>Calibration file, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>8</td><td>magic, the letters {@code PILMEFCA}</td></tr>
 * <tr><td>8</td><td>4</td><td>version, 1</td></tr>
 * <tr><td>12</td><td>4</td><td>rows in the sample, 0 or more</td></tr>
 * <tr><td>16</td><td>4</td><td>{@code n}, how many k were measured, 0 to 64</td></tr>
 * <tr><td>20</td><td>4</td><td>{@code m}, how many ef were measured, 0 to 64</td></tr>
 * <tr><td>24</td><td>{@code 4 * n}</td><td>each k, ascending, 1 or more</td></tr>
 * <tr><td>next</td><td>{@code 4 * m}</td><td>each ef, ascending, 1 or more</td></tr>
 * <tr><td>next</td><td>{@code 4 * n * m}</td><td>mean recall, float32, 0 to 1: for each k all ef; 0 where ef is less than k</td></tr>
 * <tr><td>next</td><td>{@code 4 * n * m}</td><td>standard errors of those, float32, 0 to 1</td></tr>
 * <tr><td>next</td><td>4</td><td>CRC32C of everything before</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads.
 */
public final class EfCalibrationFile {

  private static final long MAGIC = 0x414346454D4C4950L; // "PILMEFCA" in little-endian bytes
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 24;
  private static final int MOST = 64; // of k and of ef; 4 and 19 are measured

  private EfCalibrationFile() {}

  /**
   * Writes a calibration and forces it to the disk. The caller chooses a name not seen yet, and
   * forces the folder.
   *
   * @return the length of the file in bytes
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  public static long write(FileStore files, String path, EfCalibration calibration) {
    ByteBuffer bytes = encode(calibration);
    try (AppendFile file = files.create(path)) {
      file.append(bytes);
      file.force();
      return file.lengthBytes();
    }
  }

  /**
   * Reads a calibration and checks every byte.
   *
   * @throws Corruption when the file is not what was written
   */
  public static EfCalibration read(FileStore files, String path) {
    return read(files, path, 0);
  }

  /**
   * As the other form, of a calibration that whoever had it written knows.
   *
   * @param crc32c the checksum that it ends with, by which it is told from others; 0 when nobody
   *     knows it
   */
  public static EfCalibration read(FileStore files, String path, int crc32c) {
    ByteBuffer bytes;
    try (ReadFile file = files.open(path)) {
      long length = file.lengthBytes();
      int most = lengthOf(MOST, MOST);
      if (length < lengthOf(0, 0) || length > most) {
        throw new Corruption(path, -1, "a file of 28 to " + most + " bytes", length + " bytes");
      }
      bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
      file.readFully(0, bytes);
      bytes.flip();
    }
    GraphFileChecks checks = new GraphFileChecks(path);
    if (crc32c != 0) {
      int end = bytes.limit() - Integer.BYTES;
      checks.equal(end, "CRC32C", crc32c, bytes.getInt(end));
    }
    return decode(checks, bytes);
  }

  /**
   * Returns the checksum that a file ends with, without comparing it with its bytes: it tells the
   * calibration from others.
   */
  public static int checksum(FileStore files, String path) {
    ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (ReadFile file = files.open(path)) {
      file.readFully(Math.max(0, file.lengthBytes() - Integer.BYTES), end);
    }
    return end.getInt(0);
  }

  private static ByteBuffer encode(EfCalibration calibration) {
    int ks = calibration.ks().length;
    int efs = calibration.efs().length;
    ByteBuffer bytes = ByteBuffer.allocate(lengthOf(ks, efs)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(calibration.sampleSize()).putInt(ks).putInt(efs);
    for (int k : calibration.ks()) {
      bytes.putInt(k);
    }
    for (int ef : calibration.efs()) {
      bytes.putInt(ef);
    }
    for (float recall : calibration.recalls()) {
      bytes.putFloat(recall);
    }
    for (float error : calibration.errors()) {
      bytes.putFloat(error);
    }
    return bytes.putInt(checksum(bytes)).flip();
  }

  private static EfCalibration decode(GraphFileChecks checks, ByteBuffer bytes) {
    int end = bytes.limit() - Integer.BYTES;
    checks.equal(end, "CRC32C", checksum(bytes), bytes.getInt(end));
    checks.equal(0, "magic", MAGIC, bytes.getLong());
    checks.equal(8, "version", VERSION, bytes.getInt());
    int sample = checks.between(12, "sample size", 0, Integer.MAX_VALUE, bytes.getInt());
    int ks = checks.between(16, "count of k", 0, MOST, bytes.getInt());
    int efs = checks.between(20, "count of ef", 0, MOST, bytes.getInt());
    checks.equal(-1, "file length", lengthOf(ks, efs), bytes.limit());
    return new EfCalibration(
        sample,
        ascending(checks, bytes, ks),
        ascending(checks, bytes, efs),
        shares(bytes, ks * efs),
        shares(bytes, ks * efs));
  }

  private static int[] ascending(GraphFileChecks checks, ByteBuffer bytes, int count) {
    int[] values = new int[count];
    int before = 0;
    for (int i = 0; i < count; i++) {
      int at = bytes.position();
      values[i] =
          checks.between(at, "a rising number", before + 1, Integer.MAX_VALUE, bytes.getInt());
      before = values[i];
    }
    return values;
  }

  private static float[] shares(ByteBuffer bytes, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  private static int lengthOf(int ks, int efs) {
    return HEADER_BYTES + Integer.BYTES * (ks + efs + 2 * ks * efs + 1);
  }

  /** Returns the checksum of all but the last four bytes. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().clear().limit(bytes.capacity() - Integer.BYTES));
    return (int) crc.getValue();
  }
}
