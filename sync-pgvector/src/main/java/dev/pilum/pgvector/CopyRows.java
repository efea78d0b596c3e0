package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows by {@code COPY ... FROM STDIN (FORMAT BINARY)}. One thread at a time; closed
 * unfinished, it sent nothing.
 */
final class CopyRows implements AutoCloseable {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int END = -1;

  /** As much as fills the driver's and the socket's buffers several times. */
  private static final int CHUNK_BYTES = 1 << 17;

  private final CopyIn copy;
  private final TupleEncoder encoder;
  private final int fields;
  private final TupleBuffer buffer = new TupleBuffer();

  private CopyRows(CopyIn copy, TupleEncoder encoder, int fields) {
    this.copy = copy;
    this.encoder = encoder;
    this.fields = fields;
    buffer.putBytes(SIGNATURE).putInt(0).putInt(0);
  }

  /**
   * Begins.
   *
   * @param table in quotes
   */
  static CopyRows into(Session session, String table, List<TargetColumn> columns, Oids oids) {
    String sql =
        "copy %s (%s) from stdin (format binary)".formatted(table, TargetColumn.list(columns));
    try {
      CopyIn copy = session.copyManager().copyIn(sql);
      return new CopyRows(copy, new TupleEncoder(columns, oids), columns.size());
    } catch (SQLException e) {
      throw Complaints.of(e, sql);
    }
  }

  /** Sends the rows of a batch. */
  void send(Batch batch) {
    BatchColumn[] columns = encoder.columnsOf(batch);
    for (int row = 0; row < batch.rowCount(); row++) {
      buffer.putShort(fields);
      encoder.put(columns, row, buffer);
      if (buffer.size() >= CHUNK_BYTES) {
        sendBuffer();
      }
    }
  }

  /** Ends; returns how many rows the server took. */
  long finish() {
    buffer.putShort(END);
    sendBuffer();
    try {
      return copy.endCopy();
    } catch (SQLException e) {
      throw Complaints.of(e, "sending rows");
    }
  }

  private void sendBuffer() {
    try {
      copy.writeToCopy(buffer.array(), 0, buffer.size());
    } catch (SQLException e) {
      throw Complaints.of(e, "sending rows");
    }
    buffer.clear();
  }

  @Override
  public void close() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      return; // the transaction is lost, as was wanted
    }
  }
}
