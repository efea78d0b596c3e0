package dev.pilum.engine.read;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Several vectors to be looked for at once, in a column of several vectors in each row.
 *
 * @param field the column
 * @param metric how its graphs measure
 * @param index the column's place in the schema
 * @param queries at least one vector, each checked as that of a {@link VectorTarget} is
 */
record MultivectorTarget(Field field, Metric metric, int index, float[][] queries)
    implements Target {
  /** Checks the column and copies the queries. */
  static MultivectorTarget of(Schema schema, String column, float[][] queries) {
    int index = VectorTarget.indexOf(schema, column);
    Field field = schema.fields().get(index);
    if (!(field.type() instanceof DataType.ListOf list)
        || !(list.element() instanceof DataType.Vector type)) {
      throw new InvalidRequest(
          "column '%s' has one vector in each row; search it with one".formatted(column));
    }
    if (queries.length == 0) {
      throw new InvalidRequest(
          "the query for column '%s' has no vector; give at least one".formatted(column));
    }
    float[][] checked = new float[queries.length][];
    for (int i = 0; i < checked.length; i++) {
      VectorTarget.check(column, type, queries[i]);
      checked[i] = queries[i].clone();
    }
    return new MultivectorTarget(field, field.metric(), index, checked);
  }

  @Override
  public RowSearch search(Wanted wanted, @Nullable RowPlace leftOut) {
    return new MultivectorSearch(this, wanted, leftOut);
  }

  @Override
  public float score(Metric by, float distance) {
    return switch (by) {
      case COSINE, DOT -> queries.length - distance;
      case L2, HAMMING -> by.score(distance);
    };
  }
}
