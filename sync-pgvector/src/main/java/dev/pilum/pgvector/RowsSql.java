package dev.pilum.pgvector;

import dev.pilum.Row;
import dev.pilum.backend.ScoredRow;
import dev.pilum.storage.schema.Field;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as the bytes of their binary form, so that every value is the one that was written:
 * first the key, then the columns asked for, then a number by which they are ranked.
 */
final class RowsSql {
  private final Field key;
  private final List<Field> fields;

  /**
   * Reads these columns.
   *
   * @param names none for all
   */
  RowsSql(FoundTable table, List<String> names) {
    this.key = table.key();
    this.fields =
        names.isEmpty()
            ? table.schema().fields()
            : names.stream().map(table.schema()::field).toList();
  }

  /** Returns what is selected of the table called {@link ValueSql#ALIAS}, but for the number. */
  String list() {
    List<String> parts = new ArrayList<>();
    parts.add(sent(key));
    fields.forEach(field -> parts.add(sent(field)));
    return String.join(", ", parts);
  }

  /** A sparse vector, of an adopted table, is read as one with all its coordinates. */
  static String sent(Field field) {
    PgType type = PgType.of(field.name(), field.type());
    String column = ValueSql.column(field.name());
    boolean vector = type.base().equals("vector") && !type.array();
    return type.sendSql(vector ? column + "::" + type.sql() : column);
  }

  /** Returns the row at which results are; the number is not a score yet. */
  Found read(ResultSet results) throws SQLException {
    Object id = Objects.requireNonNull(value(key, results.getBytes(1)));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    int at = 2;
    for (Field field : fields) {
      values.put(field.name(), value(field, results.getBytes(at++)));
    }
    return new Found(id, Row.copyOf(values), results.getDouble(at));
  }

  static @Nullable Object value(Field field, byte @Nullable [] bytes) {
    return bytes == null ? null : TupleDecoder.value(field.type(), ByteBuffer.wrap(bytes));
  }

  /**
   * A row.
   *
   * @param id its key
   * @param row the columns asked for
   * @param number distance or rank
   */
  record Found(Object id, Row row, double number) {
    ScoredRow scored(float score) {
      return new ScoredRow(id, score, row);
    }
  }
}
