package dev.pilum.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.Exports;
import dev.pilum.formats.Imports;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.rows.RandomTable;
import dev.pilum.testkit.rows.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Apache Parquet writes for us, Hardwood, another implementation, reads: value for value, over
 * random tables of every type, with the types that the file alone tells.
 */
class ParquetRoundTripTest {
  private static final long SEED = Long.getLong("seed", 0x9A4);
  private static final int TABLES = Integer.getInteger("pilum.fuzz.inputs", 3_000) / 300;

  @TempDir Path folder;

  @Test
  void rowsComeBackAsTheyWereWithTheirTypes() {
    try (Database db = Database.open(folder.resolve("db"))) {
      for (int i = 0; i < TABLES; i++) {
        long seed = SEED + i;
        comesBack(
            db, i == 0 ? RandomTable.ofEveryType(seed) : new RandomTable(seed), "t" + i, seed);
      }
    }
  }

  @Test
  void metricsComeBackToo() {
    try (Database db = Database.open(folder.resolve("db"))) {
      Schema schema =
          Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.L2).bits("b", 16).build();
      Table table = db.createTable("t", schema);
      table.upsert(Row.of("id", 1L, "v", new float[] {1, 2}, "b", new byte[] {3, -4}));
      Path file = folder.resolve("t.parquet");
      Exports.write(table.scan(), file);
      Imports.of(file).key("id").into(db, "u");
      assertThat(db.openTable("u").schema().field("v").metric()).isEqualTo(Metric.L2);
      assertThat(db.openTable("u").search("b", new byte[] {3, -3}).hits().getFirst().distance())
          .isEqualTo(1);
    }
  }

  @Test
  void listsStayListsWhateverTheirLengths() {
    try (Database db = Database.open(folder.resolve("db"))) {
      Schema schema =
          Schema.builder().key("id", Types.int64()).field("x", Types.list(Types.float64())).build();
      Table table = db.createTable("t", schema);
      table.upsert(Row.of("id", 1L, "x", List.of(0.1, 0.2)));
      Path file = folder.resolve("t.parquet");
      Exports.write(table.scan(), file);
      Imports.of(file).key("id").into(db, "u");
      assertThat(db.openTable("u").get(1L)).containsEntry("x", List.of(0.1, 0.2));
    }
  }

  @Test
  void nothingComesBackAsNothing() {
    try (Database db = Database.open(folder.resolve("db"))) {
      Table table = db.createTable("t", RandomTable.ofEveryType(1).schema());
      Path file = folder.resolve("t.parquet");
      assertThat(Exports.write(table.scan(), file)).isZero();
      assertThat(Imports.of(file).key("id").into(db, "u").rows()).isZero();
      assertThat(types(db.openTable("u").schema())).isEqualTo(types(table.schema()));
    }
  }

  private void comesBack(Database db, RandomTable random, String name, long seed) {
    Table table = db.createTable(name, random.schema());
    List<Map<String, @Nullable Object>> rows = random.rows(30);
    table.add(rows.subList(0, 11));
    table.flush();
    table.add(rows.subList(11, 30));
    Path file = folder.resolve(name + ".parquet");
    assertThat(Exports.write(table.scan(), file)).isEqualTo(30);

    Imports.of(file).key("id").into(db, name + "again");
    Table again = db.openTable(name + "again");
    assertThat(types(again.schema())).as("seed 0x%X", seed).isEqualTo(types(random.schema()));
    List<Row> expected = table.scan().rows();
    List<Row> actual = again.scan().rows();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Shown.of(actual.get(i)))
          .as("seed 0x%X, row %d", seed, i)
          .isEqualTo(Shown.of(expected.get(i)));
    }
  }

  private static List<String> types(Schema schema) {
    return schema.fields().stream().map(ParquetRoundTripTest::typeWithoutNulls).toList();
  }

  /** Parts of structs that must not be null lose that; it is told only of columns. */
  private static String typeWithoutNulls(Field field) {
    return field.describe().replace(" not null", "");
  }
}
