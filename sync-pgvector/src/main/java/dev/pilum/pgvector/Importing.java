package dev.pilum.pgvector;

import dev.pilum.Row;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * Reads a target's rows by {@code COPY ... TO STDOUT (FORMAT BINARY)} and writes them into a table.
 */
final class Importing {
  private static final int BATCH_ROWS = 1_000;

  /** Eleven bytes of signature, four of flags. */
  private static final int HEADER_BYTES = 15;

  private static final Pattern SIZE = Pattern.compile("\\(\\d+(,\\d+)?\\)");

  private final Place place;
  private long rows;

  Importing(Place place) {
    this.place = place;
  }

  /** Returns how many rows came. */
  long run() {
    try (Session session = place.connect();
        DataInputStream in = open(session.pgConnection(), sql(session))) {
      in.readNBytes(HEADER_BYTES);
      in.readNBytes(in.readInt());
      List<Row> batch = new ArrayList<>();
      while (in.readShort() >= 0) {
        batch.add(row(in));
        if (batch.size() == BATCH_ROWS) {
          write(batch);
        }
      }
      write(batch);
      return rows;
    } catch (IOException e) {
      throw new StorageFailure(
          "reading " + place.quoted() + ": " + e.getMessage() + "; upsert again from the start", e);
    }
  }

  private String sql(Session session) {
    Map<String, String> types = TargetTable.types(session, place.quoted());
    String list =
        place.columns().stream()
            .map(column -> read(session, column, types.get(column.name())))
            .collect(Collectors.joining(", "));
    return "copy (select %s from %s) to stdout (format binary)".formatted(list, place.quoted());
  }

  /**
   * Returns what is read of a column; sparse vectors come as dense ones.
   *
   * @param found its type there, {@code null} when there is no such column
   */
  private String read(Session session, TargetColumn column, @Nullable String found) {
    if (found == null) {
      return column.quoted(); // PostgreSQL says that it is missing
    }
    if (found.contains("sparsevec(")) {
      return column.quoted() + "::" + column.type().sql();
    }
    String base = column.type().base() + (column.type().array() ? "[]" : "");
    String wanted = String.valueOf(session.text("select format_type(to_regtype(?), null)", base));
    if (!sent(found).equals(sent(wanted))) {
      throw new InvalidRequest(
          "column %s of %s is %s, but '%s' of table '%s' is mirrored as %s; pull into a table that is not there yet, or give the column that type"
              .formatted(
                  column.quoted(),
                  place.quoted(),
                  found,
                  column.field().name(),
                  place.source().name(),
                  wanted));
    }
    return column.quoted();
  }

  /** Returns how a type's values are sent: their size is not said, whole numbers have their own. */
  private static String sent(String type) {
    return SIZE.matcher(type)
        .replaceAll("")
        .replaceFirst("^character( varying)?", "text")
        .replaceFirst("^(smallint|integer|bigint)", "whole");
  }

  private static DataInputStream open(PGConnection connection, String sql) {
    try {
      return new DataInputStream(new BufferedInputStream(new PGCopyInputStream(connection, sql)));
    } catch (SQLException e) {
      throw Complaints.of(e, sql);
    }
  }

  private Row row(DataInputStream in) throws IOException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (TargetColumn column : place.columns()) {
      int length = in.readInt();
      Object value =
          length < 0
              ? null
              : TupleDecoder.value(column.field().type(), ByteBuffer.wrap(in.readNBytes(length)));
      if (!column.together()) {
        values.put(column.field().name(), value);
      } else if (value instanceof Map<?, ?> object) {
        column.parts().forEach(part -> values.put(part.name(), object.get(part.name())));
      }
    }
    return Row.copyOf(values);
  }

  private void write(List<Row> batch) {
    if (!batch.isEmpty()) {
      if (place.schema().key() == null) {
        place.source().add(batch);
      } else {
        place.source().upsert(batch);
      }
    }
    rows += batch.size();
    batch.clear();
  }
}
