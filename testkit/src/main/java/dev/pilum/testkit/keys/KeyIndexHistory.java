package dev.pilum.testkit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random operations on a table, beside a map that says what must be there. A kill is a copy of the
 * files as they are between two operations: nothing has been closed or sealed in it.
 */
final class KeyIndexHistory implements AutoCloseable {
  private static final int KEYS = 300;

  private final Path databases;
  private final DatabaseOptions options;
  private final long seed;
  private final SplittableRandom random;
  private final boolean textKeys;
  private final Map<Object, Long> model = new LinkedHashMap<>();
  private Path folder;
  private Database database;
  private Table table;
  private int kills;
  private int step;

  KeyIndexHistory(Path databases, DatabaseOptions options, long seed) {
    this.databases = databases;
    this.options = options.withGraphMinimumRows(1 << 20).withMaximumSegments(3);
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.textKeys = random.nextBoolean();
    this.folder = databases.resolve("first");
    this.database = Database.open(folder, this.options);
    this.table = database.createTable("t", schema());
  }

  void run(int steps) throws IOException {
    for (step = 1; step <= steps; step++) {
      change();
      for (int i = 0; i < 5; i++) {
        check(table, model, key());
      }
    }
    checkAll(table, model);
  }

  @Override
  public void close() {
    database.close();
  }

  private void change() throws IOException {
    int choice = random.nextInt(100);
    if (choice < 60) {
      write(choice);
    } else if (choice < 80) {
      remove(choice);
    } else if (choice < 92) {
      tidy(choice);
    } else {
      reopen(choice);
    }
  }

  private void write(int choice) {
    if (choice < 30) {
      upsert(1);
    } else if (choice < 50) {
      upsert(1 + random.nextInt(60));
    } else if (choice < 55) {
      addNew();
    } else {
      update(key());
    }
  }

  private void upsert(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(key(), 1000L * step + i));
    }
    table.upsert(rows);
    rows.forEach(this::note);
  }

  private void addNew() {
    List<Row> rows =
        Stream.generate(this::key)
            .limit(20)
            .distinct()
            .filter(key -> !model.containsKey(key))
            .map(key -> row(key, 1000L * step))
            .toList();
    table.add(rows);
    rows.forEach(this::note);
  }

  private void update(Object key) {
    table.update(key, Map.of("n", 1000L * step));
    model.computeIfPresent(key, (same, old) -> 1000L * step);
  }

  private void remove(int choice) {
    if (choice < 78) {
      List<Object> keys = Stream.generate(this::key).limit(1 + random.nextInt(10)).toList();
      table.deleteAll(keys);
      keys.forEach(model::remove);
    } else {
      long below = 1000L * random.nextInt(step);
      table.deleteWhere(Filters.lt("n", below));
      model.values().removeIf(n -> n < below);
    }
  }

  private void tidy(int choice) {
    if (choice < 87) {
      table.flush();
    } else if (choice < 89) {
      table.optimize();
    } else {
      lookBack();
    }
  }

  /** Changes the table under a snapshot. */
  private void lookBack() {
    Map<Object, Long> then = new LinkedHashMap<>(model);
    try (Snapshot snapshot = table.snapshot()) {
      upsert(1 + random.nextInt(40));
      remove(60);
      for (int i = 0; i < 50; i++) {
        check(snapshot, then, key());
      }
      assertThat(snapshot.count()).as("count at %s", place()).isEqualTo(then.size());
    }
  }

  private void reopen(int choice) throws IOException {
    if (choice < 96) {
      database.close();
    } else {
      table.awaitUpkeep();
      Path copy = databases.resolve("killed-" + ++kills);
      copyDatabase(folder, copy);
      database.close();
      folder = copy;
    }
    boolean other = random.nextInt(8) == 0;
    String index = other ? DatabaseOptions.BUILTIN_KEY_INDEX : options.keyIndex();
    database = Database.open(folder, options.withKeyIndex(index));
    table = database.openTable("t");
    checkAll(table, model);
  }

  private void checkAll(Reader reader, Map<Object, Long> expected) {
    assertThat(reader.count()).as("count at %s", place()).isEqualTo(expected.size());
    for (int key = 0; key < KEYS; key++) {
      check(reader, expected, key(key));
    }
    assertThat(table.verify().problems()).as("verify at %s", place()).isEmpty();
  }

  private void check(Reader reader, Map<Object, Long> expected, Object key) {
    Long n = expected.get(key);
    Row found = reader.get(key);
    assertThat(valueOf(found, key)).as("%s at %s", key, place()).isEqualTo(n);
    assertThat(reader.exists(key)).as("%s exists at %s", key, place()).isEqualTo(n != null);
  }

  private @Nullable Object valueOf(@Nullable Row row, Object key) {
    if (row == null) {
      return null;
    }
    assertThat(row.get("id")).as("key of the row found at %s", place()).isEqualTo(key);
    return row.get("n");
  }

  private void note(Row row) {
    model.put(row.get("id"), (Long) row.get("n"));
  }

  private Row row(Object key, long n) {
    return Row.of("id", key, "n", n);
  }

  private Object key() {
    return key(random.nextInt(KEYS));
  }

  /** Some text keys are too long for an index to keep whole. */
  private Object key(int number) {
    if (!textKeys) {
      return (long) number;
    }
    return number % 7 == 0 ? "long".repeat(30) + number : "key-" + number;
  }

  private Schema schema() {
    return Schema.builder()
        .key("id", textKeys ? Types.utf8() : Types.int64())
        .field("n", Types.int64())
        .build();
  }

  private String place() {
    return "step %d of seed %#x".formatted(step, seed);
  }

  private static void copyDatabase(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(p -> !p.endsWith("LOCK")).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
