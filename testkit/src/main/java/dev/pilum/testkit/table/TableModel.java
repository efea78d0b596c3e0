package dev.pilum.testkit.table;

import dev.pilum.Row;
import dev.pilum.testkit.table.Evolution.Extra;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a table should hold at one version: rows by key, in the order in which they were written.
 * Immutable; each change returns the next version, or the same when nothing changes.
 */
public final class TableModel {
  /** There is no such table. */
  public static final TableModel ABSENT = new TableModel(-1, Map.of());

  /** A table just created. */
  public static final TableModel EMPTY = new TableModel(0, Map.of());

  private final long version;
  private final Map<Object, Row> rows;

  /** Rows that got other columns and were not written anew, and what was written. */
  private final IdentityHashMap<Row, Row> images;

  /** Columns beside those that the table was created with, in order. */
  private final List<Extra> extras;

  private final KeptVersions kept;

  private TableModel(long version, Map<Object, Row> rows) {
    this(version, rows, new IdentityHashMap<>(), List.of(), KeptVersions.NEWEST);
  }

  private TableModel(
      long version,
      Map<Object, Row> rows,
      IdentityHashMap<Row, Row> images,
      List<Extra> extras,
      KeptVersions kept) {
    this.version = version;
    this.rows = Collections.unmodifiableMap(rows);
    this.images = images;
    this.extras = List.copyOf(extras);
    this.kept = kept;
  }

  /** Returns the next version with other rows and columns. */
  private TableModel next(
      Map<Object, Row> changed, IdentityHashMap<Row, Row> changedImages, List<Extra> columns) {
    return new TableModel(version + 1, changed, changedImages, columns, kept.after(this));
  }

  /** Returns the next version with nothing changed, as a change of columns may leave it. */
  public TableModel next() {
    return next(rows, images, extras);
  }

  /** Returns the same version, of which other older ones are kept. */
  TableModel keeping(KeptVersions changed) {
    return new TableModel(version, rows, images, extras, changed);
  }

  /** Returns the same version, of which nobody knows what older ones are kept. */
  public TableModel keepingUnknown() {
    return exists() ? keeping(KeptVersions.UNKNOWN) : this;
  }

  /** Returns the columns beside those that the table was created with, in order. */
  List<Extra> extras() {
    return extras;
  }

  /** Returns which older versions can be read, and what they hold. */
  KeptVersions kept() {
    return kept;
  }

  /** Returns the column with this name beside those that the table was created with, if any. */
  @Nullable Extra extra(String name) {
    for (Extra extra : extras) {
      if (extra.name().equals(name)) {
        return extra;
      }
    }
    return null;
  }

  /** Returns whether there is a table. */
  public boolean exists() {
    return version >= 0;
  }

  /** Returns the number of commits; -1 when there is no table. */
  public long version() {
    return version;
  }

  /** Returns the rows in the order in which they were written. */
  public Collection<Row> rows() {
    return rows.values();
  }

  /** Returns the keys in the order in which their rows were written. */
  public Collection<Object> keys() {
    return rows.keySet();
  }

  /** Returns the row with this key, or {@code null}. */
  public @Nullable Row get(Object key) {
    return rows.get(key);
  }

  /**
   * Returns whether none of the keys of {@code added} is taken or there twice, so that they can be
   * added.
   */
  public boolean takes(List<Row> added) {
    List<Object> keys = added.stream().map(TableModel::key).toList();
    return keys.stream().distinct().count() == keys.size()
        && keys.stream().noneMatch(rows::containsKey);
  }

  /** Returns the model after {@code written} were upserted, each replacing the row with its key. */
  public TableModel upsert(List<Row> written) {
    return written.isEmpty() ? this : replace(List.of(), written);
  }

  /** Returns the model after columns of the row with {@code key} were set. */
  public TableModel update(Object key, Map<String, ?> values) {
    Row row = rows.get(key);
    return row == null ? this : replace(List.of(), List.of(changed(row, values)));
  }

  /**
   * Returns the model after columns of all rows that match were set, which writes them anew in
   * their order.
   */
  public TableModel updateWhere(Predicate<Row> where, Map<String, ?> values) {
    return upsert(rows.values().stream().filter(where).map(row -> changed(row, values)).toList());
  }

  /** Returns the model after the rows with these keys were deleted. */
  public TableModel delete(Collection<?> keys) {
    List<?> found = keys.stream().filter(rows::containsKey).toList();
    return found.isEmpty() ? this : replace(found, List.of());
  }

  /** Returns the model after all rows that match were deleted. */
  public TableModel deleteWhere(Predicate<Row> where) {
    return delete(rows.values().stream().filter(where).map(TableModel::key).toList());
  }

  /** Returns the model after the columns changed: every row has others, none is written anew. */
  public TableModel altered(UnaryOperator<Row> change) {
    return altered(change, extras);
  }

  /**
   * As {@link #altered(UnaryOperator)}.
   *
   * @param columns those afterwards beside the ones that the table was created with
   */
  TableModel altered(UnaryOperator<Row> change, List<Extra> columns) {
    Map<Object, Row> next = new LinkedHashMap<>();
    IdentityHashMap<Row, Row> nextImages = new IdentityHashMap<>(images);
    rows.forEach((key, row) -> {
      Row changed = change.apply(row);
      next.put(key, changed);
      nextImages.put(changed, image(row));
    });
    return next(next, nextImages, columns);
  }

  /**
   * Returns the model after the table was made what it was at an older version: rows that have been
   * written since go, those that have gone come back behind the others, in the order in which they
   * were first written.
   */
  public TableModel restored(TableModel then) {
    return restored(then, false);
  }

  /**
   * As {@link #restored(TableModel)}.
   *
   * @param otherColumns whether the columns change too, which makes a version by itself
   */
  public TableModel restored(TableModel then, boolean otherColumns) {
    Map<Object, Row> next = new LinkedHashMap<>();
    IdentityHashMap<Row, Row> nextImages = new IdentityHashMap<>(images);
    rows.forEach((key, row) -> {
      Row old = then.rows.get(key);
      if (old != null && then.image(old) == image(row)) {
        next.put(key, old);
        nextImages.put(old, image(row));
      }
    });
    boolean same = next.size() == rows.size() && next.size() == then.rows.size();
    then.rows.forEach((key, row) -> {
      if (!next.containsKey(key)) {
        next.put(key, Row.copyOf(row)); // written anew: another image of the row
      }
    });
    return same && !otherColumns ? this : next(next, nextImages, then.extras);
  }

  private Row image(Row row) {
    return images.getOrDefault(row, row);
  }

  /** Returns the key of a row of the workload's schema. */
  static Object key(Row row) {
    Object key = row.get(Columns.KEY);
    if (key == null) {
      throw new IllegalArgumentException("a row without a key");
    }
    return key;
  }

  /** Returns the model after some keys went and then some rows were written. */
  TableModel replace(Collection<?> removed, List<Row> written) {
    Map<Object, Row> next = new LinkedHashMap<>(rows);
    next.keySet().removeAll(new ArrayList<>(removed));
    for (Row row : written) {
      next.remove(key(row));
      next.put(key(row), whole(row));
    }
    return next(next, images, extras);
  }

  /** Returns a row with all columns: what is not said of one that came is null. */
  private Row whole(Row row) {
    if (extras.stream().allMatch(extra -> row.containsKey(extra.name()))) {
      return row;
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
    extras.forEach(extra -> values.putIfAbsent(extra.name(), null));
    return Row.copyOf(values);
  }

  private static Row changed(Row row, Map<String, ?> values) {
    Map<String, @Nullable Object> next = new LinkedHashMap<>(row);
    next.putAll(values);
    return Row.copyOf(next);
  }

  @Override
  public String toString() {
    return exists() ? "version %d with %d rows".formatted(version, rows.size()) : "no table";
  }
}
