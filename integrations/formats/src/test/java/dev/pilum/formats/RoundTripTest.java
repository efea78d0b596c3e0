package dev.pilum.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.testkit.rows.RandomTable;
import dev.pilum.testkit.rows.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported comes back by import, value for value, over random tables of every type. */
class RoundTripTest {
  private static final long SEED = Long.getLong("seed", 0xF0A7);
  private static final int TABLES = Integer.getInteger("pilum.fuzz.inputs", 3_000) / 500;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"arrow", "arrows", "csv", "jsonl"})
  void rowsComeBackAsTheyWere(String ending) throws IOException {
    try (Database db = Database.open(folder.resolve("db"))) {
      for (int i = 0; i < TABLES; i++) {
        long seed = SEED + i;
        RandomTable random = i == 0 ? RandomTable.ofEveryType(seed) : new RandomTable(seed);
        comesBack(db, random, ending, i);
      }
    }
  }

  private void comesBack(Database db, RandomTable random, String ending, int number)
      throws IOException {
    String name = ending + number;
    Table table = db.createTable(name, random.schema());
    List<Map<String, @Nullable Object>> rows = random.rows(30);
    table.add(rows.subList(0, 11));
    table.flush();
    table.add(rows.subList(11, 30));
    Path file = folder.resolve("rows." + ending);
    assertThat(Exports.write(table.scan(), file)).isEqualTo(30);
    Path imported = number % 2 == 0 ? file : zipped(file);

    Table again = db.createTable(name + "again", random.schema());
    Imports.of(imported).into(again);
    assertSame(again.scan().rows(), table.scan().rows(), seedOf(number));

    Imports fresh = Imports.of(imported).key("id");
    random.schema().fields().forEach(field -> fresh.type(field.name(), field.type()));
    fresh.into(db, name + "fresh");
    Table created = db.openTable(name + "fresh");
    assertSame(created.scan().rows(), table.scan().rows(), seedOf(number));
    assertThat(types(created.schema())).as(seedOf(number)).isEqualTo(types(random.schema()));
  }

  private static void assertSame(List<Row> actual, List<Row> expected, String seed) {
    assertThat(actual).as(seed).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Shown.of(actual.get(i)))
          .as(seed + ", row " + i)
          .isEqualTo(Shown.of(expected.get(i)));
    }
  }

  private static List<String> types(Schema schema) {
    return schema.fields().stream().map(field -> field.name() + field.type().describe()).toList();
  }

  private static String seedOf(int number) {
    return "seed 0x%X".formatted(SEED + number);
  }

  private static Path zipped(Path file) throws IOException {
    Path zipped = file.resolveSibling(file.getFileName() + ".gz");
    try (var target = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(file, target);
    }
    return zipped;
  }
}
