package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HNSW or IVFFlat index that a table has, whoever made it.
 *
 * @param column of which vectors
 * @param expression what it is over, as PostgreSQL writes it: the column, or something made of it
 * @param operators its operator class, such as {@code vector_cosine_ops}
 * @param whole whether it has all rows, so that every query can use it
 */
record VectorIndex(String column, String expression, String operators, boolean whole) {
  /* An index over an expression has no column of its own; what it is made of are its dependencies. */
  private static final String INDEXES =
      """
      select a.attname, pg_get_indexdef(i.indexrelid, 1, false), o.opcname, i.indpred is null
      from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
        join pg_opclass o on o.oid = i.indclass[0]
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum > 0
          and (a.attnum = i.indkey[0] or (i.indkey[0] = 0 and exists (
            select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
              and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
              and d.refobjsubid = a.attnum)))
      where i.indrelid = ?::regclass and i.indisvalid and m.amname in ('hnsw', 'ivfflat')
      order by x.relname\
      """;

  /** What an index sorts by. */
  enum Over {
    /** The column as it is. */
    COLUMN,
    /** The column as {@code halfvec}. */
    HALVES
  }

  /** Returns those of a table. */
  static List<VectorIndex> of(Session session, String quoted) {
    return session.rows(INDEXES, quoted).stream()
        .map(row -> new VectorIndex(row.get(0), row.get(1), row.get(2), row.get(3).equals("t")))
        .toList();
  }

  /** Returns what this one sorts by; {@code null} when that is not the column's vectors. */
  @Nullable Over over(DataType.Vector type) {
    if (expression.equals(column) || expression.equals(Names.quote(column))) {
      return Over.COLUMN;
    }
    String either = Pattern.quote(column) + "|" + Pattern.quote(Names.quote(column));
    String cast =
        "\\(\\((?:%s)\\)::(?:.+\\.)?halfvec\\(%d\\)\\)".formatted(either, type.dimension());
    return expression.matches(cast) ? Over.HALVES : null;
  }

  /** Returns the metric it sorts by, or {@code null} when that is none of Pilum's. */
  @Nullable Metric metric() {
    return switch (operators.substring(operators.indexOf('_') + 1)) {
      case "cosine_ops" -> Metric.COSINE;
      case "l2_ops" -> Metric.L2;
      case "ip_ops" -> Metric.DOT;
      case "hamming_ops" -> Metric.HAMMING;
      default -> null;
    };
  }

  /** Returns what a query for vectors near in this column sorts by, so that it uses this index. */
  @Nullable Over serves(Field field) {
    boolean mine = whole && column.equals(field.name()) && metric() == field.metric();
    return mine && field.type() instanceof DataType.Vector type ? served(type) : null;
  }

  private @Nullable Over served(DataType.Vector type) {
    Over over = over(type);
    String wanted =
        switch (type.element()) {
          case FLOAT32 -> over == Over.COLUMN ? "vector_" : "halfvec_";
          case FLOAT16, INT8 -> "halfvec_";
          case BIT -> "bit_";
        };
    boolean fits = operators.startsWith(wanted);
    return fits && (over == Over.COLUMN || type.element() == Element.FLOAT32) ? over : null;
  }
}
