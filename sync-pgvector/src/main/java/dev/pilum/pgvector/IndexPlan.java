package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * The index of a vector column in PostgreSQL, or why there is none.
 *
 * @param method {@code hnsw} or {@code ivfflat}
 * @param expression what is indexed, in brackets where it is no plain column
 * @param operatorClass how it is compared
 * @param options storage parameters as PostgreSQL lists them, empty for the defaults
 * @param reason why there is no index; {@code null} when there is one
 */
record IndexPlan(
    String method,
    String expression,
    String operatorClass,
    String options,
    @Nullable String reason) {
  /** A page of 8 KiB has to hold a few: what pgvector indexes of floats, halves and bits. */
  private static final int MAX_FLOATS = 2_000;

  private static final int MAX_HALVES = 4_000;
  private static final int MAX_BITS = 64_000;

  /** What pgvector's users begin with: rows / 1000 up to a million rows. */
  private static final String LISTS = "lists=100";

  /** Returns the plan for a column. */
  static IndexPlan of(Field field, String column, PgIndexKind kind) {
    String name = field.name();
    if (!(field.type() instanceof DataType.Vector vector)) {
      return none(
          "column '" + name + "' holds several vectors in each row, which pgvector does not index");
    }
    if (kind == PgIndexKind.NONE) {
      return none("column '" + name + "' gets no index, as asked");
    }
    String method = kind == PgIndexKind.HNSW ? "hnsw" : "ivfflat";
    String options = kind == PgIndexKind.HNSW ? "" : LISTS;
    String metric = operators(field);
    String quoted = Names.quote(column);
    int dimension = vector.dimension();
    if (vector.element() == Element.BIT && dimension <= MAX_BITS) {
      return new IndexPlan(method, quoted, "bit_" + metric, options, null);
    }
    if (vector.element() == Element.FLOAT32 && dimension <= MAX_FLOATS) {
      return new IndexPlan(method, quoted, "vector_" + metric, options, null);
    }
    if (vector.element() == Element.BIT || dimension > MAX_HALVES) {
      return none(
          "column '%s' has %d coordinates; pgvector indexes %d as vector, %d as halfvec, %d as bit at most"
              .formatted(name, dimension, MAX_FLOATS, MAX_HALVES, MAX_BITS));
    }
    boolean cast = vector.element() == Element.FLOAT32;
    String expression = cast ? "(" + quoted + "::halfvec(" + dimension + "))" : quoted;
    return new IndexPlan(method, expression, "halfvec_" + metric, options, null);
  }

  private static String operators(Field field) {
    return switch (field.metric()) {
      case COSINE -> "cosine_ops";
      case L2 -> "l2_ops";
      case DOT -> "ip_ops";
      case HAMMING -> "hamming_ops";
    };
  }

  private static IndexPlan none(String reason) {
    return new IndexPlan("", "", "", "", reason);
  }

  /** Returns the statement that creates the index; only where there is one. */
  String sql(String index, String schema, String table) {
    assert reason == null;
    return "create index if not exists %s on %s using %s (%s %s)%s"
        .formatted(
            Names.quote(index),
            Names.quote(schema, table),
            method,
            expression,
            operatorClass,
            options.isEmpty() ? "" : " with (" + options.replace("=", " = ") + ")");
  }
}
