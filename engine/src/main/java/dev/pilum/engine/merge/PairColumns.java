package dev.pilum.engine.merge;

import dev.pilum.engine.filter.Bits;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of rows side by side, for conditions to look at: a struct column {@code source} and a
 * struct column {@code target}. In place of vectors it is said that they are there.
 */
public final class PairColumns {
  /** Pairs that are copied at a time: as many rows as filters compute values for at once. */
  static final int BLOCK = 4_096;

  private final Schema source;
  private final Schema target;
  private final List<Field> fields;

  /** Puts rows of a source of one schema beside rows of a table of another. */
  public PairColumns(Schema source, Schema target) {
    this.source = source;
    this.target = target;
    this.fields = List.of(side("source", source), side("target", target));
  }

  private static Field side(String name, Schema schema) {
    return Field.of(
        name, new DataType.Struct(schema.fields().stream().map(PairColumns::seen).toList()));
  }

  private static Field seen(Field field) {
    return field.type().vectors() == null ? field : Field.of(field.name(), Types.bool());
  }

  /**
   * Checks a condition.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when it names unknown columns or does not fit
   *     their types
   */
  public FilterEvaluator compile(Filter condition) {
    return FilterEvaluator.of(condition, new Schema(fields, null));
  }

  /**
   * Returns for which of some pairs, at most {@link #BLOCK}, a condition is true.
   *
   * @param chosen places of the pairs in {@code pairs}
   */
  Bits matches(
      FilterEvaluator condition, MergeSource rows, TableView view, RowPairs pairs, int[] chosen) {
    Side left = new Side(source);
    Side right = new Side(target);
    for (int pair : chosen) {
      left.add(rows.rows(), pairs.sourceRow(pair));
      long place = pairs.place(pair);
      right.add(view.sources().get(KeyLookup.source(place)).rows(), KeyLookup.ordinal(place));
    }
    List<Column> columns =
        List.of(
            left.column(fields.get(0).type(), chosen.length),
            right.column(fields.get(1).type(), chosen.length));
    return condition.matches(new RecordBatch(fields, chosen.length, columns));
  }

  /** Collects the rows of one side. */
  private static final class Side {
    private final List<ColumnBuilder> builders = new ArrayList<>();

    Side(Schema schema) {
      schema
          .fields()
          .forEach(field -> builders.add(ColumnBuilder.of(seen(field).type(), Allocator.heap())));
    }

    void add(RecordBatch rows, int row) {
      for (int i = 0; i < builders.size(); i++) {
        Column column = rows.column(i);
        if (column.type().vectors() == null) {
          builders.get(i).appendRow(column, row);
        } else if (column.isNull(row)) {
          builders.get(i).appendNull();
        } else {
          builders.get(i).appendBoolean(true);
        }
      }
    }

    Column column(DataType type, int count) {
      return new Column(
          type, count, null, null, null, builders.stream().map(ColumnBuilder::view).toList());
    }
  }
}
