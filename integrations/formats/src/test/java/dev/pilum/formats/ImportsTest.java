package dev.pilum.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.formats.spi.CsvForm;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that are learned, rows that are rejected, streams. */
class ImportsTest {
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
  void typesOfCellsAreLearnedFromAllOfThem() throws IOException {
    Path file =
        write(
            "t.csv",
            "id,n,x,ok,day,at,zoned,word,v,zip",
            "1,1,1,true,2024-02-29,2024-02-29 10:11:12,2024-02-29T10:11:12Z,one,\"[1,2.5]\",0123",
            "2,-7,1e3,FALSE,2023-01-01,2024-02-29T10:11:12.000001,2024-02-29T12:11:12+02:00,,\"[0,1]\",9");
    Imports.csv(file).key("id").into(db, "t");
    assertThat(schema("t"))
        .containsExactly(
            "id int64 not null",
            "n int64",
            "x float64",
            "ok bool",
            "day date",
            "at timestamp",
            "zoned timestamp[UTC]",
            "word utf8",
            "v vector<float32>[2]",
            "zip utf8");
    assertThat(rows("t").get(1).get("zoned")).isEqualTo(rows("t").get(0).get("zoned"));
  }

  @Test
  void cellsOfTextColumnsKeepEveryCharacter() throws IOException {
    Path file = write("t.csv", "word", "1.50", " x ", "true", "\"\"", "abc");
    Imports.csv(file).into(db, "t");
    assertThat(rows("t"))
        .extracting(row -> row.get("word"))
        .containsExactly("1.50", " x ", "true", "", "abc");
  }

  @Test
  void numbersOfNineteenDigitsKeepThemAll() throws IOException {
    Path file =
        write(
            "t.csv",
            "id,n,m",
            "1850000000000000001,9223372036854775807,9223372036854775808",
            "-9223372036854775808,-1,1");
    Imports.csv(file).into(db, "t");
    assertThat(rows("t"))
        .containsExactly(
            Row.of("id", 1850000000000000001L, "n", Long.MAX_VALUE, "m", "9223372036854775808"),
            Row.of("id", Long.MIN_VALUE, "n", -1L, "m", "1"));
  }

  @Test
  void aCarriageReturnThatEndsNoLineIsNotTheEndOfWhatIsRead() throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, "id,n\r\n1,a\r2,b\r\n3,\"c\rd\"\r\n4,e\r");
    Imports.csv(file).rejectTo(bad(), 9).into(db, "t");
    assertThat(rows("t"))
        .containsExactly(Row.of("id", 3L, "n", "c\rd"), Row.of("id", 4L, "n", "e"));
    assertThat(badLines()).singleElement().asString().contains("\"line\":2", "1,a\\r2,b");
    Files.writeString(file, "id,n\r1,a\r2,b\r");
    assertThatThrownBy(() -> Imports.csv(file).into(db, "u"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("t.csv, line 1")
        .hasMessageContaining("line feeds");
  }

  @Test
  void aRowOfNothingButTabulatorsIsARowWithoutValues() throws IOException {
    Path file = write("t.tsv", "a\tb", "1\tx", "\t", "", "2\t");
    Imports.of("csv", file).csvForm(new CsvForm('\t', '"', true, "")).into(db, "t");
    assertThat(rows("t"))
        .containsExactly(
            Row.of("a", 1L, "b", "x"), Row.of("a", null, "b", null), Row.of("a", 2L, "b", null));
  }

  @Test
  void textsOfTwentyMillionCharactersComeBack() throws IOException {
    String text = "x".repeat(20_000_001);
    Path file = write("t.jsonl", "{\"a\":\"" + text + "\"}");
    Imports.jsonLines(file).into(db, "t");
    assertThat(rows("t").getFirst().text("a")).hasSameSizeAs(text);
  }

  @Test
  void delimiterQuoteHeaderAndNullAreAsTold() throws IOException {
    Path file = write("t.txt", "1;'a;b';NULL", "2;'it''s';'NULL'");
    Imports.of("csv", file).csvForm(new CsvForm(';', '\'', false, "NULL")).into(db, "t");
    assertThat(rows("t"))
        .containsExactly(
            Row.of("c1", 1L, "c2", "a;b", "c3", null),
            Row.of("c1", 2L, "c2", "it's", "c3", "NULL"));
  }

  @Test
  void numbersOfOneLengthAreVectorsAndOthersLists() throws IOException {
    Path file =
        write(
            "t.jsonl",
            "{\"v\": [1, 2], \"w\": [1, 2], \"m\": [[1, 2], [3, 4]], \"id\": 1}",
            "{\"v\": [3, 0.5], \"w\": [1], \"m\": [], \"id\": 2}",
            "{\"v\": null, \"w\": [], \"m\": [[5, 6]], \"id\": 3}");
    Imports.jsonLines(file).key("id").into(db, "t");
    assertThat(schema("t"))
        .containsExactly(
            "v vector<float32>[2]",
            "w list<int64>",
            "m list<vector<float32>[2]>",
            "id int64 not null");
    Imports.jsonLines(file)
        .key("id")
        .type("v", Types.list(Types.int32()))
        .rejectTo(bad(), 9)
        .into(db, "u");
    assertThat(schema("u")).startsWith("v list<int32>");
    assertThat(badLines()).hasSize(1).first().asString().contains("\"line\":2", "0.5");
  }

  @Test
  void aListWhoseLengthDiffersLateIsNoVectorEither() throws IOException {
    String[] lines = new String[5_000];
    java.util.Arrays.fill(lines, "{\"v\": [1.5, 2], \"w x\": [1.5, 2]}");
    lines[4_999] = "{\"v\": [1.5]}";
    Path file = write("t.jsonl", lines);
    Imports.jsonLines(file).type("w x", Types.list(Types.float32())).into(db, "t");
    assertThat(schema("t")).containsExactly("v list<float64>", "w_x list<float32>");
    assertThat(db.openTable("t").count()).isEqualTo(5_000);
  }

  @Test
  void rejectedRowsAreWrittenDownWithLineReasonAndText() throws IOException {
    Path file = folder.resolve("t.csv");
    Files.write(
        file,
        "id,n\n1,1\nx,2\n3\n\"4,5\n5,\"a\"b\n6,\u00ff\n7,300\n,8\n9,9\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    ImportReport report =
        Imports.csv(file)
            .key("id")
            .type("id", Types.int64())
            .type("n", Types.int8())
            .rejectTo(bad(), 7)
            .into(db, "t");
    assertThat(rows("t")).containsExactly(Row.of("id", 1L, "n", 1), Row.of("id", 9L, "n", 9));
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.rejected()).isEqualTo(7);
    List<String> lines = badLines();
    assertThat(lines.get(0)).contains("\"line\":3", "column 'id'", "\"text\":\"x,2\"");
    assertThat(lines.get(1)).contains("\"line\":4", "1 cells");
    assertThat(lines.get(2)).contains("\"line\":5", "never closed", "\"text\":\"\\\"4,5\"");
    assertThat(lines.get(3)).contains("\"line\":6", "quoted cell");
    assertThat(lines.get(4)).contains("\"line\":7", "not UTF-8");
    assertThat(lines.get(5)).contains("\"line\":8", "300");
    assertThat(lines.get(6)).contains("\"line\":9", "has no 'id'");
    assertThatThrownBy(
            () -> Imports.csv(file).type("id", Types.int64()).rejectTo(bad(), 2).into(db, "u"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("t.csv, line 5")
        .hasMessageContaining("2 rows before it were rejected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "300", "[1]"})
  void aValueOfAnotherTypeStopsAnImportBeforeItBegins(String last) throws IOException {
    String[] lines = new String[10_001];
    java.util.Arrays.fill(lines, "1,1");
    lines[0] = "id,n";
    lines[10_000] = "2," + last;
    Path file = write("t.csv", lines);
    assertThatThrownBy(() -> Imports.csv(file).type("n", Types.int8()).into(db, "t"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("t.csv, line 10001: column 'n'");
    assertThat(db.hasTable("t")).isFalse();
  }

  @Test
  void rejectedRowsDoNotGoIntoTheFileThatIsRead() throws IOException {
    Path file = write("t.jsonl", "{\"id\": 1}", "bad");
    assertThatThrownBy(() -> Imports.jsonLines(file).rejectTo(file, 9).into(db, "t"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("name another file");
    assertThat(file).hasContent("{\"id\": 1}\nbad\n");
  }

  @Test
  void rowsThatOnlyTheTableRefusesAreRejectedAlone() throws IOException {
    db.createTable(
        "t",
        Schema.builder()
            .key("id", Types.int64())
            .field(
                new dev.pilum.storage.schema.Field(
                    0, "n", Types.int64(), false, java.util.Map.of()))
            .build());
    String[] lines = new String[100];
    for (int i = 0; i < lines.length; i++) {
      lines[i] =
          i == 37 || i == 99 ? "{\"id\":%d}".formatted(i) : "{\"id\":%d,\"n\":1}".formatted(i);
    }
    Path file = write("t.jsonl", lines);
    ImportReport report = Imports.jsonLines(file).rejectTo(bad(), 10).into(db, "t");
    assertThat(report.rows()).isEqualTo(98);
    assertThat(badLines()).hasSize(2);
    assertThat(badLines().getFirst()).contains("\"line\":38", "'n'", "\\\"id\\\":37");
    assertThat(db.openTable("t").count()).isEqualTo(98);
  }

  @Test
  void aStreamIsReadOnceAndItsTypesFromASample() {
    StringBuilder text = new StringBuilder("id,x\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(',').append(i == 15_000 ? "odd" : "1").append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> Imports.of("csv", new ByteArrayInputStream(bytes), "in").key("id").into(db, "t"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("in, line 15002: column 'x'");
    assertThat(db.openTable("t").count()).isBetween(1L, 15_000L);
    Imports.of("csv", new ByteArrayInputStream(bytes), "in").type("x", Types.utf8()).into(db, "u");
    assertThat(db.openTable("u").count()).isEqualTo(20_000);
  }

  @Test
  void aSampleOfAFileIsEnoughWhereAsked() throws IOException {
    Path file = write("t.jsonl", "{\"a\": 1}", "{\"a\": 2}", "{\"a\": \"x\"}", "{\"b\": 1}");
    ImportReport report = Imports.jsonLines(file).sample(2).rejectTo(bad(), 5).into(db, "t");
    assertThat(report.rows()).isEqualTo(2);
    assertThat(badLines().get(0)).contains("\"line\":3");
    assertThat(badLines().get(1)).contains("\"line\":4", "of which types were learned");
  }

  @Test
  void typesAreReadAsTheyAreShown() {
    for (var field : dev.pilum.testkit.rows.RandomTable.ofEveryType(1).schema().fields()) {
      assertThat(TypeText.parse(field.type().describe())).isEqualTo(field.type());
    }
    assertThat(TypeText.parse("bits[64]")).isEqualTo(Types.bits(64));
    assertThat(TypeText.parse("bits(64)")).isEqualTo(Types.bits(64));
    assertThat(TypeText.parse("Vector[3]")).isEqualTo(Types.vector(3));
    assertThat(TypeText.parse("vector(3)")).isEqualTo(Types.vector(3));
    assertThat(TypeText.parse("list<text>")).isEqualTo(Types.list(Types.utf8()));
    for (String wrong : List.of("", "list<", "vector[0]", "decimal(99, 1)", "struct<a>", "int65")) {
      assertThatThrownBy(() -> TypeText.parse(wrong)).isInstanceOf(InvalidRequest.class);
    }
  }

  private Path bad() {
    return folder.resolve("bad.jsonl");
  }

  private List<String> badLines() throws IOException {
    return Files.readAllLines(bad());
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private List<Row> rows(String table) {
    return new ArrayList<>(db.openTable(table).scan().rows());
  }

  private List<String> schema(String table) {
    return db.openTable(table).schema().fields().stream().map(f -> f.describe()).toList();
  }
}
