package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the first 128 bytes of a graph file say, and where that puts everything else. {@link
 * HnswGraphFile} has the table.
 *
 * @param upperBlockCount lists of links above level 0
 * @param entryOrdinal node where searches start; -1 in an empty graph
 * @param topLevel level of that node
 */
record GraphFileHeader(
    GraphShape shape, int entryOrdinal, int topLevel, int upperBlockCount, boolean hasDuplicates) {

  static final int BYTES = 128;
  static final int FOOTER_BYTES = 16;
  static final long MAGIC = 0x57534E484D4C4950L; // "PILMHNSW" in little-endian bytes

  private static final int VERSION = 2; // 1 had no codes
  private static final int VERSION_WITH_SIGNS = 3; // level 0 is blocks of codes and links
  private static final int CRC_OFFSET = BYTES - Integer.BYTES;
  private static final int ALIGNMENT = 64; // a cache line
  private static final List<Metric> METRICS =
      List.of(Metric.COSINE, Metric.L2, Metric.DOT, Metric.HAMMING);
  private static final List<Element> ELEMENTS =
      List.of(Element.FLOAT32, Element.FLOAT16, Element.INT8, Element.BIT);
  private static final int HAS_NORMS = 1;
  private static final int HAS_DUPLICATES = 2;
  private static final int HAS_CODES = 4;
  private static final int HAS_SIGNS = 8;
  private static final int BOTH_CODES = HAS_CODES | HAS_SIGNS;
  private static final int ALL_FLAGS = HAS_NORMS | HAS_DUPLICATES | HAS_CODES | HAS_SIGNS;

  long levelZeroOffset() {
    return BYTES;
  }

  long levelZeroBytes() {
    return (long) nodeBytes() * shape.rowCount();
  }

  /** Returns the bytes from a node's links on level 0 to those of the next node. */
  int nodeBytes() {
    int links = shape.parameters().maxLinks(0);
    return hasSigns() ? signLayout().blockBytes(links) : links * Integer.BYTES;
  }

  /** Returns where the links of the first node on level 0 are. */
  long levelZeroLinksOffset() {
    return levelZeroOffset() + (hasSigns() ? signLayout().codeBytes() : 0);
  }

  long upperBlocksOffset() {
    return aligned(levelZeroOffset() + levelZeroBytes());
  }

  long upperLinksOffset() {
    return aligned(upperBlocksOffset() + 4L * shape.rowCount());
  }

  long normsOffset() {
    return aligned(upperLinksOffset() + 4L * upperBlockCount * shape.parameters().m());
  }

  long duplicatesOffset() {
    return aligned(normsOffset() + (hasNorms() ? 4L * shape.rowCount() : 0));
  }

  long centerOffset() {
    return aligned(duplicatesOffset() + (hasDuplicates ? 4L * shape.rowCount() : 0));
  }

  long codesOffset() {
    return aligned(centerOffset() + (hasCodes() || hasSigns() ? 4L * shape.dimension() : 0));
  }

  long codesBytes() {
    return hasCodes() ? (long) codeLayout().rowBytes() * shape.rowCount() : 0;
  }

  long footerOffset() {
    return aligned(codesOffset() + codesBytes());
  }

  long fileBytes() {
    return footerOffset() + FOOTER_BYTES;
  }

  boolean hasNorms() {
    return shape.metric() == Metric.COSINE;
  }

  boolean hasCodes() {
    return shape.parameters().codes() == Codes.INT8;
  }

  boolean hasSigns() {
    return shape.parameters().codes() == Codes.ONE_BIT;
  }

  CodeLayout codeLayout() {
    return new CodeLayout(shape.dimension());
  }

  SignLayout signLayout() {
    return new SignLayout(shape.dimension());
  }

  /** Returns the header as it stands in a file, ready to be read. */
  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(version()).putInt(BYTES).putLong(fileBytes());
    bytes.putInt(METRICS.indexOf(shape.metric())).putInt(ELEMENTS.indexOf(shape.element()));
    bytes.putInt(shape.dimension()).putInt(shape.rowCount());
    bytes.putInt(shape.indexedRowCount()).putInt(shape.nodeCount());
    HnswParameters parameters = shape.parameters();
    bytes.putInt(parameters.m()).putInt(parameters.efConstruction()).putLong(parameters.seed());
    bytes.putInt(entryOrdinal).putInt(topLevel).putInt(upperBlockCount);
    bytes.putInt(flags());
    bytes.putInt(CRC_OFFSET, (int) checksum(bytes));
    return bytes.clear();
  }

  /**
   * Reads a header and checks all it claims against itself and against the length of the file.
   *
   * @throws Corruption naming the first field that cannot be
   */
  static GraphFileHeader decode(String file, ByteBuffer bytes, long fileBytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    GraphFileChecks checks = new GraphFileChecks(file);
    checks.equal(0, "magic", MAGIC, bytes.getLong(0));
    boolean signs = bytes.getInt(8) == VERSION_WITH_SIGNS;
    checks.equal(8, "version", signs ? VERSION_WITH_SIGNS : VERSION, bytes.getInt(8));
    checks.equal(
        CRC_OFFSET,
        "header CRC32C",
        checksum(bytes),
        Integer.toUnsignedLong(bytes.getInt(CRC_OFFSET)));
    checks.equal(12, "header length", BYTES, bytes.getInt(12));
    checks.equal(16, "file length", fileBytes, bytes.getLong(16));
    GraphFileHeader header = decodeFields(checks, bytes);
    checks.equal(76, "one-bit codes flag", signs ? 1 : 0, header.hasSigns() ? 1 : 0);
    checks.equal(16, "file length by its sections", header.fileBytes(), fileBytes);
    return header;
  }

  private static GraphFileHeader decodeFields(GraphFileChecks checks, ByteBuffer bytes) {
    Metric metric = METRICS.get(checks.between(24, "metric", 0, 3, bytes.getInt(24)));
    Element element = ELEMENTS.get(checks.between(28, "element", 0, 3, bytes.getInt(28)));
    checks.equal(28, "hamming of bits", 1, metric.measures(element) ? 1 : 0);
    int dimension = checks.between(32, "dimension", 1, 1 << 24, bytes.getInt(32));
    int rows = checks.between(36, "row count", 0, Integer.MAX_VALUE, bytes.getInt(36));
    int indexed = checks.between(40, "indexed row count", 0, rows, bytes.getInt(40));
    int nodes = checks.between(44, "node count", indexed > 0 ? 1 : 0, indexed, bytes.getInt(44));
    int m = checks.between(48, "m", 2, 128, bytes.getInt(48));
    int efConstruction = checks.between(52, "efConstruction", m, 10_000, bytes.getInt(52));
    int entry =
        checks.between(
            64, "entry ordinal", nodes > 0 ? 0 : -1, nodes > 0 ? rows - 1 : -1, bytes.getInt(64));
    int top = checks.between(68, "top level", 0, 31, bytes.getInt(68));
    int blocks = checks.between(72, "upper list count", 0, Integer.MAX_VALUE, bytes.getInt(72));
    int flags = checks.between(76, "flags", 0, ALL_FLAGS, bytes.getInt(76));
    checks.equal(76, "norms flag", metric == Metric.COSINE ? HAS_NORMS : 0, flags & HAS_NORMS);
    checks.equal(76, "kinds of codes", 0, (flags & BOTH_CODES) == BOTH_CODES ? 1 : 0);
    Codes codes = codes(flags);
    HnswParameters parameters = new HnswParameters(m, efConstruction, bytes.getLong(56), codes);
    GraphShape shape = new GraphShape(metric, element, dimension, rows, indexed, nodes, parameters);
    return new GraphFileHeader(shape, entry, top, blocks, (flags & HAS_DUPLICATES) != 0);
  }

  private static Codes codes(int flags) {
    if ((flags & HAS_SIGNS) != 0) {
      return Codes.ONE_BIT;
    }
    return (flags & HAS_CODES) == 0 ? Codes.NONE : Codes.INT8;
  }

  private int version() {
    return hasSigns() ? VERSION_WITH_SIGNS : VERSION;
  }

  private int flags() {
    return (hasNorms() ? HAS_NORMS : 0)
        | (hasDuplicates ? HAS_DUPLICATES : 0)
        | (hasCodes() ? HAS_CODES : 0)
        | (hasSigns() ? HAS_SIGNS : 0);
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().clear().limit(CRC_OFFSET));
    return crc.getValue();
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
