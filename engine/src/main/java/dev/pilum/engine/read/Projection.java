package dev.pilum.engine.read;

import dev.pilum.Row;
import dev.pilum.Selected;
import dev.pilum.engine.filter.RowValues;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.sql.SqlSelected;
import dev.pilum.engine.table.SourceView;
import dev.pilum.filter.Expression;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query returns of each row: columns as they are stored, and values computed from them.
 * Immutable, for any number of threads.
 */
final class Projection {
  /** Stands where a column's place would, for what is computed. */
  static final int COMPUTED = -1;

  private final Schema schema;
  private final List<Field> fields;
  private final int[] places;
  private final @Nullable RowValues computed;
  private final Row empty;

  private Projection(
      Schema schema, List<Field> fields, int[] places, @Nullable RowValues computed) {
    this.schema = schema;
    this.fields = List.copyOf(fields);
    this.places = places;
    this.computed = computed;
    this.empty = RowReader.emptyRow(fields);
  }

  /** Returns all columns. */
  static Projection all(Schema schema) {
    int[] places = new int[schema.fields().size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return new Projection(schema, schema.fields(), places, null);
  }

  /**
   * Returns what texts say: names of columns, or values in SQL with their names.
   *
   * @throws InvalidRequest when there are none, two have one name, or one does not fit the schema
   */
  static Projection of(Schema schema, String... texts) {
    List<Selected> items = new ArrayList<>(texts.length);
    for (String text : texts) {
      items.add(schema.has(text) ? Selected.column(text) : SqlSelected.parse(text, schema));
    }
    return of(schema, items);
  }

  /** As the other form, of values that have been made already. */
  static Projection of(Schema schema, List<Selected> items) {
    if (items.isEmpty()) {
      throw new InvalidRequest(
          "select needs at least one column; columns: " + String.join(", ", schema.names()));
    }
    if (items.size() > 1) {
      checkNames(items);
    }
    List<Expression> expressions = new ArrayList<>();
    for (Selected item : items) {
      if (!(item.value() instanceof Expression.Column)) {
        expressions.add(item.value());
      }
    }
    RowValues computed = expressions.isEmpty() ? null : RowValues.of(expressions, schema);
    List<DataType> types = computed == null ? List.of() : computed.types();
    int[] places = new int[items.size()];
    List<Field> fields = new ArrayList<>(places.length);
    int seen = 0;
    for (int i = 0; i < places.length; i++) {
      Selected item = items.get(i);
      if (item.value() instanceof Expression.Column(String name)) {
        places[i] = schema.indexOf(name);
        fields.add(renamed(schema.fields().get(places[i]), item.name()));
      } else {
        places[i] = COMPUTED;
        fields.add(Field.of(item.name(), types.get(seen++)));
      }
    }
    return new Projection(schema, fields, places, computed);
  }

  /** Returns the same and a column under another name, unless that name is there already. */
  Projection with(String name, int place) {
    if (fields.stream().anyMatch(field -> field.name().equals(name))) {
      return this;
    }
    List<Field> more = new ArrayList<>(fields);
    more.add(renamed(schema.fields().get(place), name));
    int[] morePlaces = Arrays.copyOf(places, places.length + 1);
    morePlaces[places.length] = place;
    return new Projection(schema, more, morePlaces, computed);
  }

  /** Returns whether each column is returned under its own name, and nothing else. */
  boolean isAll() {
    for (int i = 0; i < places.length; i++) {
      if (places[i] == COMPUTED
          || !fields.get(i).name().equals(schema.fields().get(places[i]).name())) {
        return false;
      }
    }
    return places.length == schema.fields().size();
  }

  /** Returns names and types of what is returned. */
  List<Field> fields() {
    return fields;
  }

  /** Returns for each field the place of its column, or {@link #COMPUTED}. */
  int[] places() {
    return places;
  }

  /** Returns what is computed, in the order of the fields; {@code null} when nothing is. */
  @Nullable RowValues computed() {
    return computed;
  }

  /** Returns the columns of the schema. */
  Schema schema() {
    return schema;
  }

  /** Returns a row; for many rows with computed values {@link BatchAssembler} is faster. */
  Row row(SourceView source, int ordinal) {
    return row(source, ordinal, newValues());
  }

  /** Returns room for the values of one row after another. */
  @Nullable Object[] newValues() {
    return new @Nullable Object[places.length];
  }

  /**
   * As the shorter form.
   *
   * @param values what {@link #newValues} returned; overwritten, not kept
   */
  Row row(SourceView source, int ordinal, @Nullable Object[] values) {
    if (computed != null) {
      BatchAssembler one = new BatchAssembler(this);
      one.add(source, ordinal);
      return row(one.batch().columns(), 0);
    }
    RecordBatch rows = source.rows();
    for (int i = 0; i < places.length; i++) {
      values[i] = RowReader.value(rows.column(places[i]), ordinal);
    }
    return empty.withValues(values);
  }

  /** Returns a row of a batch that has these columns. */
  Row row(RecordBatch batch, int row) {
    return RowReader.fill(empty, batch, row);
  }

  private static void checkNames(List<Selected> items) {
    Set<String> names = new HashSet<>();
    for (Selected item : items) {
      if (!names.add(item.name())) {
        throw new InvalidRequest("column '" + item.name() + "' is selected twice");
      }
    }
  }

  private static Field renamed(Field field, String name) {
    return name.equals(field.name())
        ? field
        : new Field(0, name, field.type(), field.nullable(), Map.copyOf(field.metadata()));
  }
}
