package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importFourRows() throws IOException {
    terminal = new Terminal(folder);
    terminal.write(
        "rows.jsonl",
        "{\"id\":\"a\",\"n\":1,\"word\":\"one, \\\"two\\\"\"}",
        "{\"id\":\"b\",\"n\":2,\"word\":null}",
        "{\"id\":\"c\",\"n\":3,\"word\":\"日本\\nx\"}",
        "{\"id\":\"d\",\"n\":4,\"word\":\"\"}");
    terminal.writeVectors(
        "v.fvecs", new float[] {1, 0}, new float[] {0, 1}, new float[] {-1, 0}, new float[] {1, 1});
    terminal.run("import DB t --jsonl @rows.jsonl --vectors @v.fvecs --key id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.arrow", "out.feather", "out.arrows"})
  void whatIsExportedAsArrowComesBackByImport(String file) {
    assertThat(terminal.run("export DB t @" + file + " --json").out()).contains("\"rows\":4,");
    assertThat(terminal.run("import DB again --arrow @" + file + " --key id").exitCode()).isZero();
    try (Database db = Database.openReadOnly(folder.resolve("db"))) {
      assertThat(described(db.openTable("again"))).isEqualTo(described(db.openTable("t")));
    }
    String all = " --json --select id,n,word,embedding";
    assertThat(terminal.run("head DB again" + all).out())
        .isEqualTo(terminal.run("head DB t" + all).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv", "arrow"})
  void aNameThatEndsInGzIsCompressed(String form) throws IOException {
    terminal.run("export DB t @plain." + form);
    terminal.run("export DB t @zipped." + form + ".GZ");
    try (var zipped =
        new GZIPInputStream(Files.newInputStream(folder.resolve("zipped." + form + ".GZ")))) {
      assertThat(zipped.readAllBytes())
          .isEqualTo(Files.readAllBytes(folder.resolve("plain." + form)));
    }
    Outcome again =
        terminal.run("import DB again --" + form + " @zipped." + form + ".GZ --key id --json");
    assertThat(again.out()).contains("\"rows\":4,");
  }

  @Test
  void whatIsNotReadFromGzipIsNotWrittenSo() throws IOException {
    Outcome outcome = terminal.run("export DB t @v.npy.gz --select embedding");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("npy", "leave .gz out");
    assertThat(names()).doesNotContain("v.npy.gz");
  }

  @Test
  void textOfAnArrowFileMayBeSearchedByWords() {
    terminal.run("export DB t @out.arrow");
    Outcome outcome = terminal.run("import DB again --arrow @out.arrow --text-column word");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(terminal.run("search DB again --text two --select id --json").out())
        .contains("\"id\":\"a\"");
  }

  @Test
  void linesOfJsonHoldTheColumnsThatWereSelected() throws IOException {
    terminal.run("export DB t @out.jsonl --select word,embedding,id --where n<>:x --param x=2");
    assertThat(Files.readAllLines(folder.resolve("out.jsonl")))
        .containsExactly(
            "{\"word\":\"one, \\\"two\\\"\",\"embedding\":[1.0,0.0],\"id\":\"a\"}",
            "{\"word\":\"日本\\nx\",\"embedding\":[-1.0,0.0],\"id\":\"c\"}",
            "{\"word\":\"\",\"embedding\":[1.0,1.0],\"id\":\"d\"}");
  }

  @Test
  void csvHasAHeaderAndQuotes() throws IOException {
    terminal.run("export DB t @out.txt --as csv --select id,word --limit 3");
    assertThat(Files.readString(folder.resolve("out.txt")))
        .isEqualTo("id,word\na,\"one, \"\"two\"\"\"\nb,\nc,\"日本\nx\"\n");
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyByAWholeOne() throws IOException {
    terminal.write("out.jsonl", "before");
    Outcome wrong = terminal.run("export DB t @out.jsonl --where nn=1");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("'n'").hasLineCount(3);
    Outcome failing = terminal.run("export DB t @out.jsonl --where sqrt(n)>zero");
    assertThat(failing.exitCode()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out.jsonl"))).isEqualTo("before\n");
    assertThat(terminal.run("export DB t @out.jsonl --limit 1 --select id").exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("out.jsonl"))).isEqualTo("{\"id\":\"a\"}\n");
    assertThat(names()).containsExactlyInAnyOrder("db", "out.jsonl", "rows.jsonl", "v.fvecs");
  }

  @Test
  void whatTheFileIsToBeMustBeSaid() {
    assertThat(terminal.run("export DB t @out.xyz").err()).contains("out.xyz").contains("--as");
    assertThat(terminal.run("export DB t @nowhere/out.csv").err()).contains("no folder");
    assertThat(terminal.run("export DB t").exitCode()).isEqualTo(2);
  }

  private static List<String> described(Table table) {
    return table.schema().fields().stream()
        .map(field -> field.describe() + " " + field.metadata())
        .toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void vectorsAloneGoIntoFilesOfVectors() {
    for (String file : List.of("out.npy", "out.fvecs")) {
      terminal.run("export DB t @" + file + " --select embedding");
      String table = file.replace('.', '-');
      assertThat(terminal.run("import DB " + table + " --vectors @" + file).exitCode()).isZero();
      assertThat(terminal.run("head DB " + table + " --select embedding --json").out())
          .isEqualTo(terminal.run("head DB t --select embedding --json").out());
    }
    assertThat(terminal.run("export DB t @out.npy --select id").err()).contains("one column");
  }
}
