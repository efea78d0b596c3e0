package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Fill;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A real table on a simulated disk, and beside it what it must hold at each of its versions. Every
 * call goes to both, and their answers must agree. One thread.
 */
final class ModelledTable {
  /** Small, so that a few rows are flushed, merged, and get a graph. */
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT
          .withMemtableBytes(1 << 12)
          .withGraphMinimumRows(4)
          .withMaximumSegments(2);

  private static final Schema SCHEMA =
      Schema.builder()
          .key(Columns.KEY, Types.int64())
          .field(Columns.NUMBER, Types.int32())
          .field(Columns.TEXT, Types.utf8())
          .vector(Columns.VECTOR, Columns.DIMENSION, Metric.L2)
          .bits(Columns.BITS, Columns.BIT_COUNT)
          .field(Columns.TAGS, Types.list(Types.utf8()))
          .build();

  private static final String EXTRA = "extra";
  private static final String OTHER = "other";
  private static final long SEED = 0x0DE1;

  private final SimulatedFileStore disk = new SimulatedFileStore(SEED);
  private final Map<Long, TableModel> models = new HashMap<>();
  private final Map<Long, Schema> schemas = new HashMap<>();
  private final TreeMap<String, Long> tags = new TreeMap<>();
  private SimulatedEnv env = new SimulatedEnv(disk, SEED);
  private Database database = Database.open(env, OPTIONS);
  private Table table = database.createTable("t", SCHEMA);
  private TableModel now = TableModel.EMPTY;

  ModelledTable() {
    table.setRetention(Retention.ofVersions(1_000));
    becomes(now);
  }

  /** A change of one of two columns that the other calls know nothing of. */
  enum ColumnChange {
    ADD,
    DROP,
    RENAME,
    WIDEN
  }

  /** Returns a row; what it holds beside its key follows from {@code number}. */
  static Row row(long key, int number) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put(Columns.KEY, key);
    values.put(Columns.NUMBER, number == 0 ? null : number);
    values.put(Columns.TEXT, "t" + number);
    values.put(Columns.VECTOR, new float[] {number % 3, number % 5, key % 2, 1});
    values.put(Columns.BITS, number == 0 ? null : RandomRows.bits(number));
    values.put(Columns.TAGS, number % 5 == 0 ? List.of() : List.of("all", "n" + number % 5));
    return Row.copyOf(values);
  }

  void upsert(List<Row> rows) {
    table.upsert(rows);
    becomes(now.upsert(whole(rows)));
  }

  void add(List<Row> rows) {
    if (now.takes(rows)) {
      table.add(rows);
      becomes(now.upsert(whole(rows)));
    } else {
      assertThatThrownBy(() -> table.add(rows)).isInstanceOf(InvalidRequest.class);
    }
  }

  /** Returns the rows with all columns, those that they do not mention null. */
  private List<Row> whole(List<Row> rows) {
    return rows.stream().map(row -> with(row, table.schema().names())).toList();
  }

  private static Row with(Row row, List<String> names) {
    Map<String, @Nullable Object> values = new HashMap<>();
    names.forEach(name -> values.put(name, row.getOrDefault(name, null)));
    return Row.copyOf(values);
  }

  void update(long key, int number) {
    table.update(key, Map.of(Columns.NUMBER, number));
    becomes(now.update(key, Map.of(Columns.NUMBER, number)));
  }

  void updateWhere(Step.Condition where, int number) {
    table.updateWhere(where.filter(), Map.of(Columns.NUMBER, number));
    becomes(now.updateWhere(where.matches(), Map.of(Columns.NUMBER, number)));
  }

  void delete(List<Long> keys) {
    table.deleteAll(keys);
    becomes(now.delete(keys));
  }

  void deleteWhere(Step.Condition where) {
    table.deleteWhere(where.filter());
    becomes(now.deleteWhere(where.matches()));
  }

  void flush() {
    table.flush();
  }

  void optimize() {
    table.optimize();
  }

  void runInBackground() {
    env.runUntilIdle();
  }

  void index(ScalarIndex kind) {
    String column = kind == ScalarIndex.LABEL_LIST ? Columns.TAGS : Columns.NUMBER;
    if (table.indexes().isEmpty()) {
      table.createIndex(column, kind);
    } else {
      table.indexes().forEach(index -> table.dropIndex(index.column(), index.kind()));
    }
  }

  /** Changes a column, if that is possible now. */
  void change(ColumnChange change) {
    String own = table.schema().has(OTHER) ? OTHER : EXTRA;
    boolean there = table.schema().has(own);
    switch (change) {
      case ADD -> {
        if (!there) {
          table.alter().add(Field.of(own, Types.int32()), Fill.value(7)).apply();
          becomes(now.altered(row -> put(row, own, 7)));
        }
      }
      case DROP -> {
        if (there) {
          table.alter().drop(own).apply();
          becomes(now.altered(row -> with(row, table.schema().names())));
        }
      }
      case RENAME -> {
        if (there) {
          String name = own.equals(EXTRA) ? OTHER : EXTRA;
          table.alter().rename(own, name).apply();
          List<String> names = table.schema().names();
          becomes(now.altered(row -> with(put(row, name, row.get(own)), names)));
        }
      }
      case WIDEN -> {
        if (there && table.schema().field(own).type().equals(Types.int32())) {
          table.alter().widen(own, Types.int64()).apply();
          becomes(now.altered(row -> put(row, own, wide(row.get(own)))));
        }
      }
    }
  }

  private static Row put(Row row, String name, @Nullable Object value) {
    Map<String, @Nullable Object> values = new HashMap<>(row);
    values.put(name, value);
    return Row.copyOf(values);
  }

  private static @Nullable Object wide(@Nullable Object value) {
    return value instanceof Integer number ? (Object) (long) number : value;
  }

  void reopen() {
    database.close();
    env.runUntilIdle();
    env = new SimulatedEnv(disk, SEED);
    database = Database.open(env, OPTIONS);
    table = database.openTable("t");
  }

  /** Names the version that the table is at. */
  void tag(int number) {
    String name = "tag " + number;
    if (now.version() == 0) {
      return; // there is nothing to name
    }
    if (tags.remove(name) != null) {
      table.deleteTag(name);
    } else {
      table.tag(name, now.version());
      tags.put(name, now.version());
    }
  }

  /** Makes the table what it was at the version that has the tag, or at the first. */
  void restore(int tag) {
    Long tagged = tags.get("tag " + tag);
    long version = tagged == null ? Math.min(1, now.version()) : tagged;
    if (version > 0) {
      boolean otherColumns = !table.schema().equals(schemas.get(version));
      table.restore(version);
      becomes(now.restored(then(version), otherColumns));
    }
  }

  /** Reads the version that has the tag, or the newest. */
  void checkOut(int tag) {
    Long version = tags.get("tag " + tag);
    if (version != null) {
      try (Snapshot old = table.checkout("tag " + tag)) {
        check(old, then(version));
      }
    } else {
      check(table.snapshot());
    }
  }

  private void check(Snapshot newest) {
    try (newest) {
      check(newest, now);
    }
  }

  private static void check(Snapshot snapshot, TableModel model) {
    TableComparison.assertSame(snapshot, model);
    TableComparison.assertSameFiltered(snapshot, model);
    TableComparison.assertSameFound(snapshot, model, new SplittableRandom(model.version()));
  }

  /** Asserts what is true after every call. */
  void check() {
    assertThat(table.version()).isEqualTo(now.version());
    assertThat(table.schema()).isEqualTo(schemas.get(now.version()));
    assertThat(table.tags()).isEqualTo(tags);
    TableComparison.assertSame(table, now);
  }

  /** Asserts everything, and that nothing is held open afterwards. */
  void end() {
    try {
      for (long version : new ArrayList<>(tags.values())) {
        try (Snapshot old = table.checkout(version)) {
          check(old, then(version));
        }
      }
      check(table.snapshot());
      TableInvariants.check(table);
    } finally {
      close();
    }
    assertThat(disk.openHandles()).as("files and maps still open").isZero();
  }

  void close() {
    database.close();
    env.runUntilIdle();
  }

  private TableModel then(long version) {
    TableModel then = models.get(version);
    if (then == null) {
      throw new AssertionError("there was no version " + version);
    }
    return then;
  }

  private void becomes(TableModel next) {
    now = next;
    models.putIfAbsent(now.version(), now);
    schemas.putIfAbsent(now.version(), table.schema());
  }

  @Override
  public String toString() {
    return now.toString();
  }
}
