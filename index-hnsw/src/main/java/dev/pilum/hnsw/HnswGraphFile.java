package dev.pilum.hnsw;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The file format of a graph: written once, never changed, searched through a map.
 *
 * <p>All numbers are little endian. Every section starts at a multiple of 64 bytes; the gaps are
 * zero. {@code n} is the row count.
 *
 * <table>
 * <caption>Graph file, versions 2 and 3</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>8</td><td>magic, the letters {@code PILMHNSW}</td></tr>
 * <tr><td>8</td><td>4</td><td>version: 3 with flag 8, else 2</td></tr>
 * <tr><td>12</td><td>4</td><td>length of this header, 128</td></tr>
 * <tr><td>16</td><td>8</td><td>length of the file</td></tr>
 * <tr><td>24</td><td>4</td><td>metric: 0 cosine, 1 L2, 2 dot</td></tr>
 * <tr><td>28</td><td>4</td><td>element: 0 float32, 1 float16, 2 int8</td></tr>
 * <tr><td>32</td><td>4</td><td>dimension, 1 or more</td></tr>
 * <tr><td>36</td><td>4</td><td>rows, {@code n}</td></tr>
 * <tr><td>40</td><td>4</td><td>rows that the graph can return</td></tr>
 * <tr><td>44</td><td>4</td><td>nodes; fewer than those rows where some are equal</td></tr>
 * <tr><td>48</td><td>4</td><td>{@code m}, 2 to 128</td></tr>
 * <tr><td>52</td><td>4</td><td>efConstruction</td></tr>
 * <tr><td>56</td><td>8</td><td>seed</td></tr>
 * <tr><td>64</td><td>4</td><td>entry node, -1 in an empty graph</td></tr>
 * <tr><td>68</td><td>4</td><td>its level, 0 to 31</td></tr>
 * <tr><td>72</td><td>4</td><td>{@code u}, how many lists of links there are above level 0</td></tr>
 * <tr><td>76</td><td>4</td><td>flags: 1 inverse norms (exactly when cosine), 2 chains of equal rows, 4 int8 codes,
 *     8 one-bit codes; not both kinds of codes</td></tr>
 * <tr><td>80</td><td>44</td><td>zero</td></tr>
 * <tr><td>124</td><td>4</td><td>CRC32C of the 124 bytes before</td></tr>
 * <tr><td>128</td><td>{@code 8 * n * m}</td><td>without flag 8: level 0, for each row 2m ordinals, the unused ones -1</td></tr>
 * <tr><td>128</td><td>{@code n * b}</td><td>flag 8: level 0, for each row a block: {@code w} words of 64 bits, the signs of its
 *     turned coordinates, where {@code w} is the dimension divided by 64 and rounded up; two float32, bias and factor; 2m
 *     ordinals, the unused ones -1; zeros up to {@code b}, a multiple of 64</td></tr>
 * <tr><td>next</td><td>{@code 4 * n}</td><td>for each row the number of its level-1 list, level 2 follows it; -1 if it has none</td></tr>
 * <tr><td>next</td><td>{@code 4 * u * m}</td><td>the lists above level 0: m ordinals each, the unused ones -1</td></tr>
 * <tr><td>next</td><td>{@code 4 * n}</td><td>flag 1: for each row one over its norm, float32; 0 for a zero vector</td></tr>
 * <tr><td>next</td><td>{@code 4 * n}</td><td>flag 2: for each row the next equal row, -1 at the end; ascending</td></tr>
 * <tr><td>next</td><td>{@code 4 * dimension}</td><td>flag 4 or 8: the point that codes are measured from, float32</td></tr>
 * <tr><td>next</td><td>{@code n * (p + 8)}</td><td>flag 4: for each row its code, {@code p} signed bytes from -127 to 127, where
 *     {@code p} is the dimension rounded up to a multiple of 32 with zeros; then two float32, scale and bias</td></tr>
 * <tr><td>next</td><td>8</td><td>magic again</td></tr>
 * <tr><td></td><td>4</td><td>CRC32C of everything before this footer</td></tr>
 * <tr><td></td><td>4</td><td>CRC32C of the 12 bytes before</td></tr>
 * </table>
 *
 * <p>A vector is about center + scale * code; the distance of two rows is about bias + bias - f *
 * scale * scale * (dot product of the codes), where f is 2 for L2 and 1 otherwise. For cosine,
 * vectors are brought to length 1 before. Version 1 had no codes; its files are built anew.
 *
 * <p>One-bit codes are the signs of (vector - center) after a rotation that {@link SignRotation}
 * draws from the graph's seed; bit {@code i} of word {@code j} is coordinate {@code 64 * j + i},
 * set where it is above zero. The distance of a row and a query is about bias + bias + factor *
 * (sum of the query's turned coordinates where the row's bits are set, less the sum of the others).
 *
 * <p>Safe for use by many threads.
 */
public final class HnswGraphFile {

  private static final int READ_BYTES = 1 << 20;

  private HnswGraphFile() {}

  /**
   * Writes a graph and forces it to the disk. The caller chooses a name not seen yet, and forces
   * the folder.
   *
   * @param graph one that was built, not opened
   * @param block the vectors that it was built over, from which its codes are made
   * @return the length of the file in bytes
   * @throws InvalidRequest when {@code graph} comes from a file, or was built over another shape
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  public static long write(FileStore files, String path, HnswGraph graph, VectorBlock block) {
    graph.shape().checkBlock(block);
    if (!(graph instanceof HeapGraph built)) {
      throw new InvalidRequest(
          "only a graph that was just built can be written; copy the file of an opened one");
    }
    try (AppendFile file = files.create(path)) {
      new GraphFileWriter(file).write(built, block);
      file.force();
      return file.lengthBytes();
    }
  }

  /**
   * Opens a graph in time that does not depend on its size: reads header and footer, maps the rest.
   *
   * @param arena keeps the map; the graph may be used until it is closed, by the threads that may
   *     use the arena
   * @throws Corruption when length, header or footer are not those of a graph file. Damage
   *     elsewhere is found by {@link #verify}, or by a search that comes across a link that leads
   *     nowhere
   */
  public static HnswGraph open(FileStore files, String path, Arena arena) {
    return open(files, path, 0, arena);
  }

  /**
   * As the other form, of a graph that whoever had it written knows.
   *
   * @param crc32c the checksum that its footer says, by which it is told from others of the same
   *     shape; 0 when nobody knows it
   */
  public static HnswGraph open(FileStore files, String path, int crc32c, Arena arena) {
    GraphFileHeader header;
    try (ReadFile file = files.open(path)) {
      header = readHeader(path, file);
      long found = readFooter(path, file, header);
      if (crc32c != 0) {
        new GraphFileChecks(path)
            .equal(header.footerOffset() + 8, "CRC32C", Integer.toUnsignedLong(crc32c), found);
      }
    }
    return new MappedGraph(path, header, files.map(path, header.fileBytes(), arena));
  }

  /**
   * Reads the whole file and compares its checksum.
   *
   * @throws Corruption when a byte is not what was written
   */
  public static void verify(FileStore files, String path) {
    try (ReadFile file = files.open(path)) {
      GraphFileHeader header = readHeader(path, file);
      long expected = readFooter(path, file, header);
      new GraphFileChecks(path)
          .equal(
              header.footerOffset() + 8, "CRC32C", expected, checksum(file, header.footerOffset()));
    }
  }

  /**
   * Returns the checksum of all before the footer, which says it, without comparing it with them:
   * it tells the graph from others.
   *
   * @throws Corruption when length, header or footer are not those of a graph file
   */
  public static int checksum(FileStore files, String path) {
    try (ReadFile file = files.open(path)) {
      return (int) readFooter(path, file, readHeader(path, file));
    }
  }

  private static GraphFileHeader readHeader(String path, ReadFile file) {
    long length = file.lengthBytes();
    if (length < GraphFileHeader.BYTES + GraphFileHeader.FOOTER_BYTES) {
      throw new Corruption(path, -1, "a graph file of at least 144 bytes", length + " bytes");
    }
    return GraphFileHeader.decode(path, read(file, 0, GraphFileHeader.BYTES), length);
  }

  private static long readFooter(String path, ReadFile file, GraphFileHeader header) {
    long offset = header.footerOffset();
    ByteBuffer footer =
        read(file, offset, GraphFileHeader.FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(footer.duplicate().limit(12));
    GraphFileChecks checks = new GraphFileChecks(path);
    checks.equal(offset, "magic", GraphFileHeader.MAGIC, footer.getLong(0));
    checks.equal(
        offset + 12, "footer CRC32C", crc.getValue(), Integer.toUnsignedLong(footer.getInt(12)));
    return Integer.toUnsignedLong(footer.getInt(8));
  }

  private static long checksum(ReadFile file, long length) {
    CRC32C crc = new CRC32C();
    for (long at = 0; at < length; at += READ_BYTES) {
      crc.update(read(file, at, (int) Math.min(READ_BYTES, length - at)));
    }
    return crc.getValue();
  }

  private static ByteBuffer read(ReadFile file, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.readFully(offset, bytes);
    return bytes.flip();
  }
}
