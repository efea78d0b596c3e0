package dev.pilum;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.storage.schema.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with a value of every type, written in every way, read in every way, wherever they lie. */
class EveryTypeTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 0x5EED})
  void rowsWrittenAsMapsComeBack(long seed) {
    Map<Long, Map<String, Object>> model = model(seed);
    try (TestDatabase test = new TestDatabase(folder)) {
      test.get().createTable("t", EVERY_TYPE).add(List.copyOf(model.values()));
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void rowsWrittenAsBatchesComeBack(long seed) {
    Map<Long, Map<String, Object>> model = model(seed);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", EVERY_TYPE);
      table.add(batchOf(table, List.copyOf(model.values())));
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void batchesReadFromOneTableCanBeWrittenToAnother(long seed) {
    Map<Long, Map<String, Object>> model = model(seed);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table from = test.get().createTable("from", EVERY_TYPE);
      from.add(List.copyOf(model.values()));
      from.flush();
      test.get().createTable("t", EVERY_TYPE).upsert(from.scan().batch());
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 10})
  void rowsOverwrittenAndDeletedPieceByPieceComeBackAsTheyWereLast(long seed) {
    Map<Long, Map<String, Object>> model = model(seed);
    DatabaseOptions tiny =
        DatabaseOptions.DEFAULT.withMemtableBytes(4 << 10).withMaximumSegments(3);
    try (TestDatabase test = new TestDatabase(folder, tiny)) {
      Table table = test.get().createTable("t", EVERY_TYPE);
      table.add(List.copyOf(model.values()));
      for (long round = 1; round < 8; round++) {
        Map<Long, Map<String, Object>> changed = model(seed + 1000 * round);
        table.upsert(List.copyOf(changed.values()));
        model.putAll(changed);
        table.delete(round);
        model.remove(round);
      }
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void updatesCopyTheOtherColumnsOfEveryType(long seed) {
    Map<Long, Map<String, Object>> model = model(seed);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", EVERY_TYPE);
      table.add(List.copyOf(model.values()));
      table.flush();
      Map<String, Object> donor = new RandomRows(seed + 1).rows(EVERY_TYPE, 60).getLast();
      int column = 0;
      for (long key : model.keySet()) {
        Field field = EVERY_TYPE.fields().get(1 + column++ % (EVERY_TYPE.fields().size() - 1));
        Map<String, Object> change = new HashMap<>();
        change.put(field.name(), donor.get(field.name()));
        table.update(key, change);
        model.get(key).putAll(change);
      }
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  @Test
  void rowsOfNothingButNullsComeBack() {
    Map<Long, Map<String, Object>> model = new LinkedHashMap<>();
    for (long key = 0; key < 70; key++) {
      model.put(key, new HashMap<>(Map.of("id", key)));
    }
    try (TestDatabase test = new TestDatabase(folder)) {
      test.get().createTable("t", EVERY_TYPE).add(List.copyOf(model.values()));
      test.inEveryPlace(
          "t",
          reader -> {
            assertHolds(reader, model);
            assertThat(reader.search("v32", new float[3]).hits()).isEmpty();
          });
    }
  }

  @Test
  void emptyListsAndTextsAreNotNulls() {
    Map<Long, Map<String, Object>> model = new LinkedHashMap<>();
    for (long key = 0; key < 70; key++) {
      Map<String, Object> row = new HashMap<>(Map.of("id", key));
      row.put("tags", key % 3 == 0 ? List.of() : key % 3 == 1 ? null : List.of(""));
      row.put("numbers", key % 2 == 0 ? List.of() : null);
      row.put("text", key % 2 == 0 ? "" : null);
      row.put("bin", key % 2 == 0 ? null : new byte[0]);
      model.put(key, row);
    }
    try (TestDatabase test = new TestDatabase(folder)) {
      test.get().createTable("t", EVERY_TYPE).add(List.copyOf(model.values()));
      test.inEveryPlace("t", reader -> assertHolds(reader, model));
    }
  }

  private static Map<Long, Map<String, Object>> model(long seed) {
    Map<Long, Map<String, Object>> model = new LinkedHashMap<>();
    for (Map<String, Object> row : new RandomRows(seed).rows(EVERY_TYPE, 150)) {
      model.put((Long) row.get("id"), row);
    }
    model.put(200L, new HashMap<>(Map.of("id", 200L, "text", "never empty")));
    return model;
  }

  private static Batch batchOf(Table table, List<Map<String, Object>> rows) {
    BatchBuilder batch = table.newBatch();
    for (String name : EVERY_TYPE.names()) {
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(name)));
      batch.values(name, values);
    }
    return batch.build();
  }

  private static void assertHolds(Reader reader, Map<Long, Map<String, Object>> model) {
    assertThat(reader.count()).isEqualTo(model.size());
    model.forEach((key, row) -> assertSame(reader.get(key), row));
    List<Row> scanned = reader.scan().rows();
    assertThat(scanned).hasSize(model.size());
    scanned.forEach(row -> assertSame(row, model.get((Long) row.get("id"))));
    List<Row> fromBatch = RandomRows.read(reader.scan().batch().columns());
    for (int i = 0; i < scanned.size(); i++) {
      assertSame(fromBatch.get(i), scanned.get(i));
    }
    assertFoundWithAllColumns(reader, model, "v32", new float[] {1, 2, 3});
    assertFoundWithAllColumns(reader, model, "v16", new float[] {1, 2});
    assertFoundWithAllColumns(reader, model, "v8", new float[] {1, 2, 3, 4});
  }

  private static void assertFoundWithAllColumns(
      Reader reader, Map<Long, Map<String, Object>> model, String column, float[] query) {
    long withVector = model.values().stream().filter(row -> row.get(column) != null).count();
    List<Hit> hits = reader.search(column, query).limit(1000).hits();
    assertThat(hits).hasSize((int) withVector);
    hits.forEach(hit -> assertSame(hit.row(), model.get((Long) hit.row().get("id"))));
  }

  private static void assertSame(Row found, Map<String, Object> written) {
    assertThat(found).isNotNull();
    assertThat(List.copyOf(found.keySet())).isEqualTo(EVERY_TYPE.names());
    for (String name : EVERY_TYPE.names()) {
      assertThat(Objects.deepEquals(found.get(name), written.get(name)))
          .as(
              "row %s column %s: %s, written %s",
              written.get("id"), name, found.get(name), written.get(name))
          .isTrue();
    }
  }
}
