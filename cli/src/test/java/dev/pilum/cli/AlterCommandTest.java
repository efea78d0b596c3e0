package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are changed from the command line. */
class AlterCommandTest {
  @TempDir private Path folder;

  @Test
  void columnsAreAddedDroppedRenamedAndWidenedAsOneVersion() {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("year", Types.int32())
            .field("x", Types.utf8())
            .build();
    try (Database database = Database.open(folder.resolve("db"))) {
      database.createTable("docs", schema).upsert(Map.of("id", 1L, "year", 2024));
    }
    assertThat(
            alter(
                "--add",
                "decade int16 = year / 10",
                "--add",
                "v vector(3)",
                "--drop",
                "x",
                "--rename",
                "id=key",
                "--widen",
                "year=int64"))
        .isZero();
    assertThat(alter("--add", "y strange")).isEqualTo(1);
    assertThat(alter("--add", "y")).isEqualTo(2);
    assertThat(alter("--rename", "year")).isEqualTo(2);
    try (Database database = Database.open(folder.resolve("db"))) {
      Table table = database.openTable("docs");
      assertThat(table.version()).isEqualTo(2);
      assertThat(table.schema().names()).containsExactly("key", "year", "decade", "v");
      assertThat(table.get(1L)).containsEntry("year", 2024L).containsEntry("decade", 202);
    }
  }

  private int alter(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "alter";
    words[1] = "DB";
    words[2] = "docs";
    System.arraycopy(options, 0, words, 3, options.length);
    return new Terminal(folder).runAll(words).exitCode();
  }
}
