package dev.pilum.engine.write;

import dev.pilum.storage.column.BatchCodec;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnCheck;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.wal.LogWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One atomic change, as the log keeps it: rows that go, then rows that come; a row that comes
 * replaces the live row with its key.
 *
 * <table>
 * <caption>Payload of a log record, little-endian</caption>
 * <tr><th>field</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>kind</td><td>1</td><td>0: no rows follow the removals; 1: rows that replace those with the same keys; 2: rows whose keys are
 * new; and 8 when the time is there, which logs of earlier Pilums lack</td></tr>
 * <tr><td>removed count</td><td>4</td><td>how many rows go</td></tr>
 * <tr><td>first row id</td><td>8</td><td>row id of the first row that comes; the others follow</td></tr>
 * <tr><td>time</td><td>8</td><td>milliseconds since 1970-01-01T00:00Z</td></tr>
 * <tr><td>removed row ids</td><td>8 each</td><td>in any order</td></tr>
 * <tr><td>rows</td><td>...</td><td>all columns of the schema, see {@link BatchCodec}</td></tr>
 * </table>
 *
 * @param removedRowIds ids of rows that go; not changed by anyone
 * @param rows rows that come, all columns of the schema, or {@code null}
 * @param firstRowId id of the first of {@code rows}
 * @param kind what {@code rows} do to others
 * @param timeMillis when it is made, in milliseconds since 1970-01-01T00:00Z; 0 when nobody knows
 */
record Commit(
    long[] removedRowIds, @Nullable RecordBatch rows, long firstRowId, Kind kind, long timeMillis) {
  /** Makes a commit that is to be given its time. */
  Commit(long[] removedRowIds, @Nullable RecordBatch rows, long firstRowId, Kind kind) {
    this(removedRowIds, rows, firstRowId, kind, 0);
  }

  /** What the rows of a commit do to rows with the same keys. */
  enum Kind {
    /** There are no rows. */
    NO_ROWS(0),
    /** They replace them. */
    REPLACING(1),
    /** There are none: nobody need look for them. */
    NEW(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind ofCode(int code) {
      return switch (code) {
        case 0 -> NO_ROWS;
        case 1 -> REPLACING;
        case 2 -> NEW;
        default -> throw new IndexOutOfBoundsException("kind of commit " + code);
      };
    }
  }

  private static final int TIMED = 8;
  private static final int EARLIER_HEADER_BYTES = 1 + Integer.BYTES + Long.BYTES;
  private static final int HEADER_BYTES = EARLIER_HEADER_BYTES + Long.BYTES;

  /** Returns the same, made at this time. */
  Commit at(long millis) {
    return new Commit(removedRowIds, rows, firstRowId, kind, millis);
  }

  /** Returns whether nothing would change. */
  boolean isEmpty() {
    return removedRowIds.length == 0 && (rows == null || rows.rowCount() == 0);
  }

  /**
   * Returns the payload in pieces, most of them the rows' own buffers.
   *
   * @throws InvalidRequest when it would be longer than a log record may be
   */
  List<MemorySegment> encode() {
    long bytes =
        HEADER_BYTES + 8L * removedRowIds.length + (rows == null ? 0 : BatchCodec.sizeBytes(rows));
    if (bytes > LogWriter.MAX_PAYLOAD_BYTES) {
      throw new InvalidRequest(
          "the batch takes %d bytes, at most %d go into one; write it in parts"
              .formatted(bytes, LogWriter.MAX_PAYLOAD_BYTES));
    }
    List<MemorySegment> pieces = new ArrayList<>();
    pieces.add(header());
    if (rows != null) {
      BatchCodec.pieces(rows, pieces);
    }
    return pieces;
  }

  private MemorySegment header() {
    byte[] target = new byte[HEADER_BYTES + Long.BYTES * removedRowIds.length];
    ByteBuffer header = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) (kind.code | TIMED)).putInt(removedRowIds.length);
    header.putLong(firstRowId).putLong(timeMillis);
    for (long rowId : removedRowIds) {
      header.putLong(rowId);
    }
    return MemorySegment.ofArray(target);
  }

  /**
   * Reads a payload; the rows share its memory.
   *
   * @throws Corruption when the payload is not one: its checksum was right, so the schema is not
   *     the one it was written with
   */
  static Commit decode(MemorySegment bytes, Schema schema, String file) {
    try {
      int code = bytes.get(ValueLayout.JAVA_BYTE, 0);
      boolean timed = (code & TIMED) != 0;
      Kind kind = Kind.ofCode(code & ~TIMED);
      int removed = bytes.get(Layout.INT, 1);
      long firstRowId = bytes.get(Layout.LONG, 5);
      long timeMillis = timed ? bytes.get(Layout.LONG, EARLIER_HEADER_BYTES) : 0;
      int headerBytes = timed ? HEADER_BYTES : EARLIER_HEADER_BYTES;
      long[] removedRowIds =
          new long[(int) bytes.asSlice(headerBytes, 8L * removed).byteSize() / 8];
      MemorySegment.copy(bytes, Layout.LONG, headerBytes, removedRowIds, 0, removed);
      long place = headerBytes + 8L * removed;
      RecordBatch rows =
          kind == Kind.NO_ROWS ? null : BatchCodec.read(schema.fields(), bytes, place);
      checkOffsets(rows, file);
      return new Commit(removedRowIds, rows, firstRowId, kind, timeMillis);
    } catch (IndexOutOfBoundsException e) {
      throw new Corruption(
          file, -1, "a commit of the table's columns", String.valueOf(e.getMessage()));
    }
  }

  private static void checkOffsets(@Nullable RecordBatch rows, String file) {
    for (Column column : rows == null ? List.<Column>of() : rows.columns()) {
      String problem = ColumnCheck.problem(column);
      if (problem != null) {
        throw new Corruption(file, -1, "a commit with offsets inside its values", problem);
      }
    }
  }
}
