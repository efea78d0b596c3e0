package dev.pilum.storage.manifest;

import dev.pilum.storage.arrow.SchemaCodec;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a manifest file.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>magic</td><td>8</td><td>{@code PILUMMF1}</td></tr>
 * <tr><td>format</td><td>4</td><td>1</td></tr>
 * <tr><td>features</td><td>4</td><td>bits that a reader must know, any other is refused: 1, index definitions follow the segments; 2, a history follows those; 8, change feeds follow that; 4, the columns were changed: earlier schemas follow, and columns are found by field id</td></tr>
 * <tr><td>generation, table id, version, next row id, next file, log epoch</td><td>6 * 8</td><td>see {@link Manifest}</td></tr>
 * <tr><td>schema length, schema</td><td>4 + n</td><td>an Arrow schema message</td></tr>
 * <tr><td>segment count</td><td>4</td><td></td></tr>
 * <tr><td>segments</td><td>each 44 + files</td><td>id 8, rows 4, first row id 8, last row id 8, last version 8, dead rows 4, file count 4</td></tr>
 * <tr><td>files</td><td>each 21 + path</td><td>kind 1, field id 4, length 8, CRC32C 4, path length 4, path in UTF-8</td></tr>
 * <tr><td>index count</td><td>4</td><td>only with feature 1</td></tr>
 * <tr><td>indexes</td><td>each 5</td><td>field id 4, kind of scalar index 1</td></tr>
 * <tr><td>history</td><td>n</td><td>only with feature 2: see {@link HistoryCodec}</td></tr>
 * <tr><td>feeds</td><td>n</td><td>only with feature 8: see {@link FeedCodec}</td></tr>
 * <tr><td>next field id, schema count</td><td>2 * 4</td><td>only with feature 4: see {@link SchemaHistory}</td></tr>
 * <tr><td>earlier schemas</td><td>each 12 + n</td><td>newest version that has it 8, length 4, an Arrow schema message</td></tr>
 * <tr><td>CRC32C</td><td>4</td><td>of all bytes before</td></tr>
 * </table>
 */
final class ManifestCodec {
  private static final byte[] MAGIC = "PILUMMF1".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;

  /**
   * Index definitions follow the segments. Set only where there are any, so that others stay
   * readable.
   */
  private static final int WITH_INDEXES = 1;

  /** Which versions are kept, and their commits. Manifests of earlier Pilums lack it. */
  private static final int WITH_HISTORY = 2;

  /** Columns were added, dropped or renamed. Not set before that, so that others stay readable. */
  private static final int WITH_SCHEMAS = 4;

  /** Readers of changes follow the history. Set only where there are any. */
  private static final int WITH_FEEDS = 8;

  private static final int ALL_FEATURES = WITH_INDEXES | WITH_HISTORY | WITH_SCHEMAS | WITH_FEEDS;
  private static final int SEGMENT_BYTES = 44;
  private static final int FILE_BYTES = 21;
  private static final int INDEX_BYTES = 5;
  private static final int SCHEMA_OFFSET = 68;

  /**
   * Longest manifest believed: a million files of 60 bytes; a longer one is damage, not a table.
   */
  static final long MAX_BYTES = 64L << 20;

  private ManifestCodec() {}

  static ByteBuffer encode(Manifest manifest) {
    byte[] schema = SchemaCodec.encode(manifest.schema());
    byte[] earlier = EarlierSchemas.encode(manifest.history().schemas());
    byte[] bytes = new byte[sizeOf(manifest, schema) + earlier.length];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int features =
        WITH_HISTORY
            | (manifest.indexes().isEmpty() ? 0 : WITH_INDEXES)
            | (manifest.history().feeds().isEmpty() ? 0 : WITH_FEEDS)
            | (earlier.length == 0 ? 0 : WITH_SCHEMAS);
    out.put(MAGIC).putInt(FORMAT).putInt(features);
    out.putLong(manifest.generation()).putLong(manifest.tableId()).putLong(manifest.version());
    out.putLong(manifest.nextRowId()).putLong(manifest.nextFile()).putLong(manifest.logEpoch());
    out.putInt(schema.length).put(schema);
    out.putInt(manifest.segments().size());
    manifest.segments().forEach(segment -> encode(segment, out));
    encode(manifest.indexes(), out);
    HistoryCodec.encode(manifest.history(), out);
    FeedCodec.encode(manifest.history().feeds(), out);
    out.put(earlier);
    out.putInt(crc(bytes, out.position()));
    return out.flip();
  }

  /**
   * Columns that were decoded before.
   *
   * @param encoded the bytes that they were decoded from
   */
  record ReadColumns(byte[] encoded, Schema schema) {}

  /** Returns the columns of a manifest that {@code bytes} was decoded to. */
  static ReadColumns columns(byte[] bytes, Manifest manifest) {
    int length =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(SCHEMA_OFFSET - Integer.BYTES);
    byte[] encoded = Arrays.copyOfRange(bytes, SCHEMA_OFFSET, SCHEMA_OFFSET + length);
    return new ReadColumns(encoded, manifest.schema());
  }

  /**
   * Decodes a manifest.
   *
   * @param known columns that it may have, which then are not decoded again; {@code null} for none
   */
  static Manifest decode(String path, byte[] bytes, @Nullable ReadColumns known) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int bodyBytes = in.limit() - Integer.BYTES;
    if (bodyBytes < MAGIC.length) {
      throw new Corruption(path, 0, "a manifest of at least 12 bytes", in.limit() + " bytes");
    }
    int expected = in.getInt(bodyBytes);
    int found = crc(bytes, bodyBytes);
    if (expected != found) {
      throw new Corruption(
          path, bodyBytes, "CRC32C " + Integer.toHexString(expected), Integer.toHexString(found));
    }
    try {
      return read(path, in, known);
    } catch (BufferUnderflowException e) {
      throw new Corruption(path, in.position(), "more bytes", "the end of the file");
    }
  }

  private static Manifest read(String path, ByteBuffer in, @Nullable ReadColumns known) {
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    expect(
        path,
        0,
        new String(MAGIC, StandardCharsets.US_ASCII),
        new String(magic, StandardCharsets.US_ASCII));
    int format = in.getInt();
    int features = in.getInt();
    if (format != FORMAT || (features & ~ALL_FEATURES) != 0) {
      throw new InvalidRequest(
          "manifest '%s' has format %d with features %x, this Pilum reads format %d with features up to %x; use a newer Pilum"
              .formatted(path, format, features, FORMAT, ALL_FEATURES));
    }
    long generation = in.getLong();
    long tableId = in.getLong();
    long version = in.getLong();
    long nextRowId = in.getLong();
    long nextFile = in.getLong();
    long logEpoch = in.getLong();
    ManifestCheck check = new ManifestCheck(path);
    check.checkHead(generation, version, nextRowId, nextFile, logEpoch);
    byte[] schema = bytes(path, in);
    List<SegmentMeta> segments = new ArrayList<>();
    for (int left = count(check, in, SEGMENT_BYTES); left > 0; left--) {
      segments.add(segment(path, in));
    }
    check.checkSegments(segments, version, nextRowId);
    List<IndexDefinition> indexes = (features & WITH_INDEXES) == 0 ? List.of() : indexes(path, in);
    Schema columns =
        known != null && Arrays.equals(known.encoded(), schema)
            ? known.schema()
            : schema(path, schema);
    check.checkIndexes(indexes, columns);
    VersionHistory history = history(path, in, features, version);
    check.checkHistory(history, version);
    return new Manifest(
        generation,
        tableId,
        columns,
        version,
        nextRowId,
        nextFile,
        logEpoch,
        segments,
        indexes,
        history);
  }

  private static VersionHistory history(String path, ByteBuffer in, int features, long version) {
    VersionHistory history =
        (features & WITH_HISTORY) == 0
            ? VersionHistory.NEWEST.since(version)
            : HistoryCodec.decode(path, in);
    if ((features & WITH_FEEDS) != 0) {
      history = history.withFeeds(FeedCodec.decode(path, in));
    }
    return (features & WITH_SCHEMAS) == 0
        ? history
        : history.withSchemas(EarlierSchemas.decode(path, in));
  }

  /** Reads the columns of a table. */
  static Schema schema(String path, byte[] bytes) {
    try {
      Schema schema = SchemaCodec.decode(bytes, path).toSchema();
      for (Field field : schema.fields()) {
        ManifestCheck.checkWords(field);
      }
      return schema;
    } catch (InvalidRequest | IllegalArgumentException e) {
      throw new Corruption(
          path,
          SCHEMA_OFFSET,
          "a schema that Pilum can have written",
          String.valueOf(e.getMessage()));
    }
  }

  private static int count(ManifestCheck check, ByteBuffer in, int bytesEach) {
    int offset = in.position();
    return check.count(offset, in.getInt(), bytesEach, in.remaining());
  }

  private static void encode(List<IndexDefinition> indexes, ByteBuffer out) {
    if (!indexes.isEmpty()) {
      out.putInt(indexes.size());
      for (IndexDefinition index : indexes) {
        out.putInt(index.fieldId()).put((byte) index.kind().code());
      }
    }
  }

  private static List<IndexDefinition> indexes(String path, ByteBuffer in) {
    List<IndexDefinition> indexes = new ArrayList<>();
    for (int left = count(new ManifestCheck(path), in, INDEX_BYTES); left > 0; left--) {
      int fieldId = in.getInt();
      int code = in.get();
      ScalarIndex kind = ScalarIndex.ofCode(code);
      if (kind == null) {
        throw new Corruption(path, in.position() - 1, "a known kind of index", "kind " + code);
      }
      indexes.add(new IndexDefinition(fieldId, kind));
    }
    return indexes;
  }

  private static void encode(SegmentMeta segment, ByteBuffer out) {
    out.putLong(segment.id()).putInt(segment.rowCount());
    out.putLong(segment.firstRowId()).putLong(segment.lastRowId()).putLong(segment.lastVersion());
    out.putInt(segment.deadCount()).putInt(segment.files().size());
    for (FileMeta file : segment.files()) {
      byte[] name = file.path().getBytes(StandardCharsets.UTF_8);
      out.put((byte) file.kind().code()).putInt(file.fieldId());
      out.putLong(file.lengthBytes()).putInt(file.crc32c()).putInt(name.length).put(name);
    }
  }

  private static SegmentMeta segment(String path, ByteBuffer in) {
    long id = in.getLong();
    int rowCount = in.getInt();
    long firstRowId = in.getLong();
    long lastRowId = in.getLong();
    long lastVersion = in.getLong();
    int deadCount = in.getInt();
    List<FileMeta> files = new ArrayList<>();
    for (int left = count(new ManifestCheck(path), in, FILE_BYTES); left > 0; left--) {
      files.add(file(path, in));
    }
    return new SegmentMeta(id, rowCount, firstRowId, lastRowId, lastVersion, deadCount, files);
  }

  private static FileMeta file(String path, ByteBuffer in) {
    int code = in.get();
    FileMeta.Kind kind = FileMeta.Kind.ofCode(code);
    if (kind == null) {
      throw new Corruption(path, in.position() - 1, "a known kind of file", "kind " + code);
    }
    int fieldId = in.getInt();
    long length = in.getLong();
    int crc = in.getInt();
    return new FileMeta(
        kind, new String(bytes(path, in), StandardCharsets.UTF_8), fieldId, length, crc);
  }

  /** Reads a length and as many bytes. */
  static byte[] bytes(String path, ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new Corruption(
          path, in.position() - 4, "a length up to " + in.remaining(), String.valueOf(length));
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static int sizeOf(Manifest manifest, byte[] schema) {
    int size =
        MAGIC.length
            + 2 * Integer.BYTES
            + 6 * Long.BYTES
            + Integer.BYTES
            + schema.length
            + 2 * Integer.BYTES;
    for (SegmentMeta segment : manifest.segments()) {
      size += SEGMENT_BYTES;
      for (FileMeta file : segment.files()) {
        size += FILE_BYTES + file.path().getBytes(StandardCharsets.UTF_8).length;
      }
    }
    size += HistoryCodec.sizeOf(manifest.history());
    size += FeedCodec.sizeOf(manifest.history().feeds());
    int count = manifest.indexes().size();
    return count == 0 ? size : size + Integer.BYTES + count * INDEX_BYTES;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void expect(String path, long offset, String expected, String found) {
    if (!expected.equals(found)) {
      throw new Corruption(path, offset, expected, found);
    }
  }
}
