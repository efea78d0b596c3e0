package dev.pilum.testkit.table;

import dev.pilum.Alteration;
import dev.pilum.Fill;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's columns beside those that it was created with, or of its older versions.
 * One that the table as it is cannot take changes nothing.
 */
public sealed interface Evolution {
  /** What a column holds. */
  enum Kind {
    NUMBER,
    WIDE_NUMBER,
    WORD,
    SEARCHED_WORD,
    POINT
  }

  /** What the rows there are have in a new column. */
  enum Filling {
    NULLS,
    CONSTANT,
    COMPUTED
  }

  /**
   * A column.
   *
   * @param id the same for life, whatever its name; the version that it came with
   * @param required whether it has a value in every row
   */
  record Extra(long id, String name, Kind kind, boolean required) {
    /** Returns whether a field is what a table has for it. */
    boolean isShownBy(Field shown) {
      Field wanted = field(name, kind).withNullable(!required);
      return shown.name().equals(name)
          && shown.type().equals(wanted.type())
          && shown.nullable() == wanted.nullable()
          && shown.metadata().equals(wanted.metadata());
    }
  }

  /** Adds a column. */
  record Add(String name, Kind kind, boolean required, Filling filling) implements Evolution {}

  /** Takes a column away. */
  record Drop(String name) implements Evolution {}

  /** Gives a column another name. */
  record Rename(String name, String other) implements Evolution {}

  /** Gives a column of numbers a wider type. */
  record Widen(String name) implements Evolution {}

  /** Lets rows be without a value in a column. */
  record AllowNulls(String name) implements Evolution {}

  /** Makes the table what it was at an older version. */
  record Restore(long version) implements Evolution {}

  /** Names a version. */
  record Tag(String name, long version) implements Evolution {}

  /** Takes a name away. */
  record Untag(String name) implements Evolution {}

  /** Says how many versions are kept. */
  record Retain(int versions) implements Evolution {}

  /** Returns whether the columns are others afterwards. */
  default boolean changesColumns(TableModel before) {
    return !after(before).extras().equals(before.extras());
  }

  /** Returns what the table is afterwards; {@code before} itself where nothing changes. */
  default TableModel after(TableModel before) {
    return switch (this) {
      case Add add -> before.extra(add.name()) == null ? added(before, add) : before;
      case Drop(String name) -> {
        List<Extra> left = new ArrayList<>(before.extras());
        yield left.removeIf(extra -> extra.name().equals(name))
            ? before.altered(row -> with(row, name, null, null), left)
            : before;
      }
      case Rename(String name, String other) ->
          before.extra(other) == null
              ? replaced(
                  before,
                  name,
                  other,
                  old -> new Extra(old.id(), other, old.kind(), old.required()))
              : before;
      case Widen(String name) ->
          replaced(
              before,
              name,
              name,
              old ->
                  old.kind() == Kind.NUMBER
                      ? new Extra(before.version() + 1, name, Kind.WIDE_NUMBER, old.required())
                      : old);
      case AllowNulls(String name) ->
          replaced(before, name, name, old -> new Extra(old.id(), name, old.kind(), false));
      case Restore(long version) -> {
        TableModel then =
            version == before.version() ? before : before.kept().models().get(version);
        yield then == null ? before : before.restored(then, !then.extras().equals(before.extras()));
      }
      case Tag(String name, long version) ->
          before.keeping(before.kept().withTag(name, version, before));
      case Untag(String name) -> before.keeping(before.kept().withoutTag(name, before));
      case Retain(int versions) -> before.keeping(before.kept().withCount(versions, before));
    };
  }

  /** Does it to a table; returns the version afterwards. */
  default long apply(Table table) {
    return switch (this) {
      case Add add -> {
        Field field = field(add.name(), add.kind()).withNullable(!add.required());
        yield altering(table).add(field, fill(add)).apply();
      }
      case Drop(String name) -> altering(table).drop(name).apply();
      case Rename(String name, String other) -> altering(table).rename(name, other).apply();
      case Widen(String name) -> altering(table).widen(name, Types.int64()).apply();
      case AllowNulls(String name) -> altering(table).allowNulls(name).apply();
      case Restore(long version) -> table.restore(version).version();
      case Tag(String name, long version) -> {
        table.tag(name, version);
        yield table.version();
      }
      case Untag(String name) -> {
        table.deleteTag(name);
        yield table.version();
      }
      case Retain(int versions) -> {
        table.setRetention(Retention.ofVersions(versions));
        yield table.version();
      }
    };
  }

  /** Returns a value of a kind, the same for the same number. */
  static Object value(Kind kind, int number) {
    return switch (kind) {
      case NUMBER -> number;
      case WIDE_NUMBER -> (long) number;
      case WORD, SEARCHED_WORD -> Columns.WORDS.get(number % Columns.WORDS.size());
      case POINT -> {
        float[] point = new float[Columns.DIMENSION];
        point[number % point.length] = number;
        yield point;
      }
    };
  }

  private static Alteration altering(Table table) {
    return table.alter();
  }

  private static Field field(String name, Kind kind) {
    return switch (kind) {
      case NUMBER -> Field.of(name, Types.int32());
      case WIDE_NUMBER -> Field.of(name, Types.int64());
      case WORD -> Field.of(name, Types.utf8());
      case SEARCHED_WORD -> Field.of(name, Types.utf8()).withText(TextAnalysis.parse("whitespace"));
      case POINT -> Field.of(name, Types.vector(Columns.DIMENSION)).withMetric(Metric.L2);
    };
  }

  private static Fill fill(Add add) {
    return switch (add.filling()) {
      case NULLS -> Fill.nulls();
      case CONSTANT -> Fill.value(value(add.kind(), 3));
      case COMPUTED ->
          Fill.batches(rows -> rows.stream().map(row -> value(add.kind(), numberOf(row))).toList());
    };
  }

  private static int numberOf(Row row) {
    return Math.floorMod(String.valueOf(row.get(Columns.KEY)).hashCode(), 7);
  }

  private static TableModel added(TableModel before, Add add) {
    List<Extra> more = new ArrayList<>(before.extras());
    more.add(new Extra(before.version() + 1, add.name(), add.kind(), add.required()));
    return before.altered(
        row ->
            switch (add.filling()) {
              case NULLS -> with(row, null, add.name(), null);
              case CONSTANT -> with(row, null, add.name(), value(add.kind(), 3));
              case COMPUTED -> with(row, null, add.name(), value(add.kind(), numberOf(row)));
            },
        more);
  }

  /** What becomes of a column. */
  @FunctionalInterface
  interface Change {
    /** Returns the column afterwards; the same where it stays. */
    Extra of(Extra old);
  }

  private static TableModel replaced(TableModel before, String name, String other, Change change) {
    Extra old = before.extra(name);
    Extra changed = old == null ? null : change.of(old);
    if (changed == null || changed.equals(old)) {
      return before;
    }
    List<Extra> columns = new ArrayList<>(before.extras());
    columns.set(columns.indexOf(old), changed);
    boolean wider = changed.kind() != Objects.requireNonNull(old).kind();
    return before.altered(
        row -> {
          Object value = row.get(name);
          Object kept = wider && value instanceof Integer i ? (Object) i.longValue() : value;
          return with(row, name, other, kept);
        },
        columns);
  }

  /** Returns a row without one column and with another. */
  private static Row with(
      Row row, @Nullable String without, @Nullable String with, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
    if (without != null) {
      values.remove(without);
    }
    if (with != null) {
      values.put(with, value);
    }
    return Row.copyOf(values);
  }
}
