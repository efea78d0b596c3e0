package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, {@code repair} and {@code backup} as users see them. */
class CareCommandsTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void importTwoRows() throws IOException {
    terminal = new Terminal(folder);
    terminal.write(
        "rows.jsonl", "{\"id\": 1, \"title\": \"first\"}", "{\"id\": 20, \"title\": \"a, b\"}");
    assertThat(terminal.run("import DB docs --jsonl @rows.jsonl --key id").exitCode()).isZero();
    try (Database database = Database.open(folder.resolve("db"))) {
      database.openTable("docs").flush();
    }
  }

  @Test
  void aDamagedIndexIsRebuildableAndRepairMakesItAgain() throws IOException {
    Path keys = fileLike("keys-");
    flip(keys);
    Outcome verified = terminal.run("verify DB --json");
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out()).contains("\"kind\":\"keys\"", "\"standing\":\"rebuildable\"");
    assertThat(verified.err()).contains("docs: keys, rebuildable: ").contains(name(keys));
    Outcome repaired = terminal.run("repair DB docs");
    assertThat(repaired.exitCode()).isZero();
    assertThat(repaired.err()).contains("docs: made again: keys, rebuildable: ");
    assertThat(terminal.run("verify DB").exitCode()).isZero();
    assertThat(terminal.run("get DB docs 20").out()).contains("a, b");
  }

  @Test
  void damagedColumnsAreTruthAndStayAsTheyAre() throws IOException {
    Path column = fileLike(".arrow");
    flip(column);
    byte[] before = Files.readAllBytes(column);
    assertThat(terminal.run("verify DB").err()).contains("docs: scalars, truth: ");
    Outcome repaired = terminal.run("repair DB --json");
    assertThat(repaired.exitCode()).isEqualTo(1);
    assertThat(repaired.err()).contains("docs: restore from a backup: scalars, truth: ");
    assertThat(Files.readAllBytes(column)).isEqualTo(before);
  }

  @Test
  void backupsAreDatabases() {
    try (Database writer = Database.open(folder.resolve("db"))) {
      assertThat(writer.tableNames()).containsExactly("docs");
      Outcome linked = terminal.run("backup DB @b");
      assertThat(linked.exitCode()).as(linked.err()).isZero();
      assertThat(linked.out()).contains("docs");
      assertThat(terminal.run("backup DB @c --copy --table docs").err()).contains("0 files linked");
      assertThat(terminal.run("backup DB @d.zip").exitCode()).isZero();
    }
    for (String backup : List.of("@b", "@c")) {
      assertThat(terminal.run("get " + backup + " docs 20").out()).contains("a, b");
      assertThat(terminal.run("verify " + backup).exitCode()).isZero();
    }
    assertThat(folder.resolve("d.zip")).isNotEmptyFile();
    assertThat(terminal.run("backup DB @d.zip").err()).contains("already").hasLineCount(1);
  }

  private Path fileLike(String part) throws IOException {
    try (Stream<Path> paths = Files.walk(folder.resolve("db"))) {
      return paths.filter(path -> name(path).contains(part)).findFirst().orElseThrow();
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
