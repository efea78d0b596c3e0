package dev.pilum.pgvector;

import dev.pilum.pgvector.VectorIndex.Over;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import org.jspecify.annotations.Nullable;

/*
 * An index gives rows in the order of its own operator over its own type, which is halfvec for half floats, int8 and more than 2,000
 * coordinates. So the index proposes, and the distance by full precision decides, in a query around it.
 */
/**
 * The distance of a column's vectors from one vector, in SQL.
 *
 * @param exact the distance by full precision, as Pilum measures it; null where there is no vector
 * @param indexed what the column's index sorts by
 * @param same whether both sort alike
 */
record NearestSql(Clause exact, Clause indexed, boolean same) {
  /**
   * Returns the distances.
   *
   * @param over what the index sorts by; {@code null} when there is none
   */
  static NearestSql of(Field field, float[] query, @Nullable Over over) {
    if (!(field.type() instanceof DataType.Vector type) || type.element() == Element.BIT) {
      throw new InvalidRequest(
          "column '%s' of type %s is not searched by a vector of floats"
              .formatted(field.name(), field.type().describe()));
    }
    String column = ValueSql.column(field.name());
    String operator = operator(field.metric());
    String vector = "vector(" + type.dimension() + ")";
    String half = "halfvec(" + type.dimension() + ")";
    String text = PgText.vector(query);
    boolean isVector = type.element() == Element.FLOAT32;
    String full = column + "::" + vector;
    Clause distance = Clause.of("(%s %s ?::%s)".formatted(full, operator, vector), text);
    if (isVector && over != Over.HALVES) {
      return new NearestSql(measured(field.metric(), distance), distance, true);
    }
    String halves = isVector ? column + "::" + half : column;
    Clause indexed = Clause.of("(%s %s ?::%s)".formatted(halves, operator, half), text);
    return new NearestSql(measured(field.metric(), distance), indexed, false);
  }

  private static String operator(Metric metric) {
    return switch (metric) {
      case COSINE -> "<=>";
      case L2 -> "<->";
      case DOT -> "<#>";
      case HAMMING -> "<~>";
    };
  }

  /** pgvector's distance as Pilum's: zeros are at a right angle to all, roots are not taken. */
  private static Clause measured(Metric metric, Clause distance) {
    return switch (metric) {
      case COSINE -> distance.within("coalesce(nullif(", ", 'NaN'::float8), 1)");
      case L2 -> distance.within("power(", ", 2)");
      case DOT -> distance.within("(1 + ", ")");
      case HAMMING -> distance;
    };
  }
}
