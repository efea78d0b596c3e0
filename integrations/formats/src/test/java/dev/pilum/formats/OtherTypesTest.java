package dev.pilum.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose columns have other types than those of the table. */
class OtherTypesTest {
  private static final LocalDateTime TIME = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000);
  private static final UUID NUMBER = new UUID(1, 2);

  @TempDir Path folder;
  private Database db;

  @BeforeEach
  void open() {
    db = Database.open(folder.resolve("db"));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void partsOfListsAndStructsTakeTheTypesOfTheTable() {
    Table narrow =
        table(
            "narrow",
            Types.list(Types.int32()),
            Types.struct(
                Field.of("n", Types.int16()),
                Field.of("at", Types.timestamp()),
                Field.of("day", Types.date()),
                Field.of("u", Types.uuid()),
                Field.of("words", Types.list(Types.utf8()))));
    narrow.add(
        List.of(
            Row.of(
                "list",
                Arrays.asList(1, null, -3),
                "parts",
                Map.of(
                    "n",
                    7,
                    "at",
                    TIME,
                    "day",
                    LocalDate.EPOCH,
                    "u",
                    NUMBER,
                    "words",
                    List.of("a"))),
            Row.of("list", null, "parts", null)));
    Path file = folder.resolve("narrow.arrow");
    Exports.write(narrow.scan(), file);

    Table wide =
        table(
            "wide",
            Types.list(Types.int64()),
            Types.struct(
                Field.of("u", Types.uuid()),
                Field.of("words", Types.list(Types.utf8())),
                Field.of("n", Types.int64()),
                Field.of("day", Types.date()),
                Field.of("at", Types.timestamp("UTC")),
                Field.of("new", Types.utf8())));
    Imports.arrow(file).into(wide);
    List<Row> rows = wide.scan().rows();
    assertThat(rows.get(0).get("list")).isEqualTo(Arrays.asList(1L, null, -3L));
    assertThat((Map<?, ?>) rows.get(0).get("parts"))
        .extracting("n", "at", "day", "u", "words", "new")
        .containsExactly(
            7L, TIME.toInstant(ZoneOffset.UTC), LocalDate.EPOCH, NUMBER, List.of("a"), null);
    assertThat(rows.get(1).get("list")).isNull();
    assertThat(rows.get(1).get("parts")).isNull();
  }

  @Test
  void valuesOfEveryKindBecomeTextWithoutQuotes() {
    Table typed =
        db.createTable(
            "typed",
            Schema.builder()
                .field("day", Types.date())
                .field("at", Types.timestamp("UTC"))
                .field("u", Types.uuid())
                .field("b", Types.binary())
                .field("ok", Types.bool())
                .field("list", Types.list(Types.utf8()))
                .build());
    typed.add(
        List.of(
            Row.of(
                "day",
                LocalDate.EPOCH,
                "at",
                Instant.EPOCH,
                "u",
                NUMBER,
                "b",
                new byte[] {1, 2, 3},
                "ok",
                true,
                "list",
                List.of("a"))));
    Path file = folder.resolve("typed.arrow");
    Exports.write(typed.scan(), file);
    SchemaBuilder texts = Schema.builder();
    typed.schema().names().forEach(name -> texts.field(name, Types.utf8()));
    Table text = db.createTable("text", texts.build());
    Imports.arrow(file).into(text);
    assertThat(text.scan().rows().getFirst())
        .containsExactly(
            entry("day", "1970-01-01"),
            entry("at", "1970-01-01T00:00:00Z"),
            entry("u", NUMBER.toString()),
            entry("b", "AQID"),
            entry("ok", "true"),
            entry("list", "[\"a\"]"));
  }

  @Test
  void whatIsNoNumberIsNoDecimal() {
    Table real = db.createTable("real", Schema.builder().field("x", Types.float64()).build());
    real.add(List.of(Row.of("x", Double.NaN)));
    Path file = folder.resolve("real.arrow");
    Exports.write(real.scan(), file);
    Table exact = db.createTable("exact", Schema.builder().field("x", Types.decimal(9, 2)).build());
    assertThatThrownBy(() -> Imports.arrow(file).into(exact))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("decimal(9, 2)");
  }

  @Test
  void partsThatTheTableHasNoPlaceForAreNotLeftOutInSilence() throws IOException {
    Table small = table("small", Types.list(Types.int64()), Types.struct(number("n")));
    Path lines = write("t.jsonl", "{\"parts\":{\"n\":1,\"note\":null}}", "{\"parts\":{\"m\":2}}");
    assertThatThrownBy(() -> Imports.jsonLines(lines).into(small))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("t.jsonl, line 2: column 'parts'")
        .hasMessageContaining("'m'");
    Table large = table("large", Types.list(Types.int64()), Types.struct(number("n"), number("m")));
    large.add(List.of(Row.of("parts", Map.of("n", 1L, "m", 2L))));
    Path file = folder.resolve("large.arrow");
    Exports.write(large.scan(), file);
    assertThatThrownBy(() -> Imports.arrow(file).into(small))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'parts' has no field 'm'");
  }

  @Test
  void numbersThatSinglesCannotHoldAreRefusedRatherThanInfinite() throws IOException {
    Table single = db.createTable("single", Schema.builder().field("x", Types.float32()).build());
    for (Path file : List.of(write("t.jsonl", "{\"x\":-1e39}"), write("t.csv", "x", "-1e39"))) {
      assertThatThrownBy(() -> Imports.of(file).into(single))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("float32");
    }
    Imports.of(write("u.jsonl", "{\"x\":\"-Infinity\"}", "{\"x\":0.1}")).into(single);
    Imports.of(write("u.csv", "x", "-Infinity", "0.1")).into(single);
    assertThat(single.scan().rows())
        .extracting(row -> row.get("x"))
        .containsExactly(Float.NEGATIVE_INFINITY, 0.1f, Float.NEGATIVE_INFINITY, 0.1f);
  }

  @Test
  void textThatLooksLikeSomethingElseComesBackAsText() {
    Schema schema = Schema.builder().field("n", Types.int64()).field("a", Types.utf8()).build();
    for (String text : List.of("12", "-1.5e3", "true", "2024-02-29", "2024-02-29T10:11:12Z")) {
      Table table = db.createTable("t" + text.length(), schema);
      table.add(List.of(Row.of("n", 1L, "a", text)));
      Path file = folder.resolve("t.csv");
      Exports.write(table.scan(), file);
      assertThat(file).hasContent("n,a\n1,\"" + text + "\"\n");
      Imports.csv(file).into(db, "again" + text.length());
      assertThat(db.openTable("again" + text.length()).scan().rows())
          .containsExactly(Row.of("n", 1L, "a", text));
    }
  }

  @Test
  void listsOfATableStayListsWhateverTheirLengths() {
    Schema schema = Schema.builder().field("x", Types.list(Types.float64())).build();
    Table table = db.createTable("t", schema);
    table.add(List.of(Row.of("x", List.of(0.1, 0.2)), Row.of("x", List.of(0.3, 0.4))));
    Path file = folder.resolve("t.arrow");
    Exports.write(table.scan(), file);
    Imports.arrow(file).into(db, "again");
    assertThat(db.openTable("again").scan().rows()).isEqualTo(table.scan().rows());
  }

  private static Field number(String name) {
    return Field.of(name, Types.int64());
  }

  private Table table(String name, DataType list, DataType parts) {
    return db.createTable(name, Schema.builder().field("list", list).field("parts", parts).build());
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }
}
