package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that no backend made, such as a mirror or one of another program, and the columns of it
 * that Pilum has types for. Others are left alone.
 */
final class AdoptedTable {
  private static final Pattern SIZED =
      Pattern.compile("(vector|sparsevec|halfvec|bit)\\((\\d+)\\)");
  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");

  private final Session session;
  private final String quoted;

  AdoptedTable(Session session, String quoted) {
    this.session = session;
    this.quoted = quoted;
  }

  /** Returns the columns; complains when there is no key of one column. */
  Schema schema() {
    String key = key();
    List<VectorIndex> indexes = VectorIndex.of(session, quoted);
    List<Field> fields = new ArrayList<>();
    for (List<String> column :
        session.rows(
            "select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute where"
                + " attrelid = ?::regclass and attnum > 0 and not attisdropped order by attnum",
            quoted)) {
      Field field = field(column.get(0), column.get(1), column.get(2).equals("t"));
      if (field != null) {
        fields.add(withMetric(field, indexes));
      }
    }
    return new Schema(fields, key);
  }

  private String key() {
    List<List<String>> key =
        session.rows(
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and"
                + " a.attnum = any(i.indkey) where i.indrelid = ?::regclass and i.indisprimary",
            quoted);
    if (key.size() != 1) {
      throw new InvalidRequest(
          "Table %s is there, but is no collection: it has no primary key of one column"
              .formatted(quoted));
    }
    return key.getFirst().getFirst();
  }

  /** Returns the column with the metric that its indexes sort by: the default, or the first. */
  private static Field withMetric(Field field, List<VectorIndex> indexes) {
    if (!(field.type() instanceof DataType.Vector type) || type.element() == Element.BIT) {
      return field;
    }
    List<Metric> metrics =
        indexes.stream()
            .filter(index -> index.column().equals(field.name()) && index.over(type) != null)
            .map(VectorIndex::metric)
            .filter(metric -> metric != null && metric != Metric.HAMMING)
            .distinct()
            .toList();
    return metrics.isEmpty() || metrics.contains(field.metric())
        ? field
        : field.withMetric(metrics.getFirst());
  }

  private static @Nullable Field field(String name, String sql, boolean notNull) {
    DataType type = type(sql.replaceFirst("^[^(.\\[]*\\.", "")); // pgvector off the search_path
    return type != null && name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
        ? new Field(0, name, type, !notNull, Map.of())
        : null;
  }

  private static @Nullable DataType type(String sql) {
    if (sql.endsWith("[]")) {
      DataType element = type(sql.substring(0, sql.length() - 2));
      return element != null && element.isScalar() ? new DataType.ListOf(element) : null;
    }
    Matcher sized = SIZED.matcher(sql);
    if (sized.matches()) {
      return vector(sized.group(1), Integer.parseInt(sized.group(2)));
    }
    Matcher numeric = NUMERIC.matcher(sql);
    if (numeric.matches()) {
      return decimal(Integer.parseInt(numeric.group(1)), Integer.parseInt(numeric.group(2)));
    }
    return switch (sql.replaceFirst("\\(\\d+\\)", "")) {
      case "boolean" -> Types.bool();
      case "smallint" -> Types.int16();
      case "integer" -> Types.int32();
      case "bigint" -> Types.int64();
      case "real" -> Types.float32();
      case "double precision" -> Types.float64();
      case "text", "character varying" -> Types.utf8();
      case "bytea" -> Types.binary();
      case "date" -> Types.date();
      case "time without time zone" -> Types.time();
      case "timestamp without time zone" -> Types.timestamp();
      case "timestamp with time zone" -> Types.timestamp("UTC");
      case "uuid" -> Types.uuid();
      default -> null;
    };
  }

  private static @Nullable DataType vector(String base, int dimension) {
    Element element =
        switch (base) {
          case "vector", "sparsevec" -> Element.FLOAT32;
          case "halfvec" -> Element.FLOAT16;
          default -> Element.BIT;
        };
    boolean fits = element != Element.BIT || dimension % Byte.SIZE == 0;
    return fits && dimension <= DataType.Vector.MAX_DIMENSION
        ? new DataType.Vector(element, dimension)
        : null;
  }

  private static @Nullable DataType decimal(int precision, int scale) {
    boolean fits = precision <= 38 && scale <= precision;
    return fits ? new DataType.Decimal(precision, scale) : null;
  }
}
