package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and links that lead out of the folder. */
class HostileNameTest {
  private static final Schema SCHEMA = Schema.builder().key("id", Types.int64()).build();

  @TempDir Path temporary;

  @Property
  void noTableNameLeadsOutOfTheFolder(@ForAll String name) {
    SimulatedFileStore files = new SimulatedFileStore(1);
    try (Database database = Database.open(SimulatedEnv.inline(files, 1), SampleTable.OPTIONS)) {
      Hostile.isMet("'" + name + "'", () -> database.createTable(name, SCHEMA));
      Hostile.isMet("has '" + name + "'", () -> database.hasTable(name));
      Hostile.isMet(
          "drop '" + name + "'",
          () -> {
            database.dropTable(name);
            return name;
          });
    }
  }

  @Test
  void namesOfOtherPlacesAreRefused() throws IOException {
    Path folder = temporary.resolve("db");
    try (Database database = Database.open(folder)) {
      for (String name :
          List.of(
              "",
              ".",
              "..",
              "../x",
              "a/../../x",
              "/etc",
              "/",
              "\\",
              "..\\x",
              "C:",
              "C:\\x",
              "a\0b",
              "CON",
              "nul",
              "aux.txt",
              "COM1",
              "lpt9.x",
              "LOCK",
              "lock",
              "LOCK.owner",
              ".hidden",
              "a.",
              "a ",
              " a",
              "~",
              "$HOME",
              "a\nb",
              "ä",
              "a".repeat(65),
              "a/b",
              "\uD800",
              "%2e%2e")) {
        Hostile.isRefused("'" + name + "'", () -> database.createTable(name, SCHEMA));
        Hostile.isRefused("open '" + name + "'", () -> database.openTable(name));
        Hostile.isRefused(
            "drop '" + name + "'",
            () -> {
              database.dropTable(name);
              return name;
            });
      }
      database.createTable("a", SCHEMA);
    }
    try (Stream<Path> names = Files.list(temporary)) {
      assertThat(names).containsExactly(folder);
    }
  }

  @Test
  void columnNamesAreNotFiles() {
    SimulatedFileStore files = new SimulatedFileStore(1);
    try (Database database = Database.open(SimulatedEnv.inline(files, 1), SampleTable.OPTIONS)) {
      int table = 0;
      for (String name :
          List.of("../x", "/etc/passwd", "a\0b", "", " ", "\uD800", "_rowid", "c".repeat(5_000))) {
        String tableName = "t" + table++;
        Hostile.isMet(
            "column '" + name + "'",
            () -> {
              Schema schema =
                  Schema.builder().key("id", Types.int64()).field(name, Types.utf8()).build();
              database.createTable(tableName, schema).upsert(Row.of("id", 1L, name, "v"));
              database.openTable(tableName).flush();
              return name;
            });
      }
    }
    assertThat(files.list("")).allMatch(name -> name.startsWith("t") || name.startsWith("LOCK"));
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "keep me");
    Path folder = temporary.resolve("db");
    try (Database database = Database.open(folder)) {
      database.createTable("t", SCHEMA).upsert(Row.of("id", 1L));
      database.createTable("u", SCHEMA).upsert(Row.of("id", 1L));
    }
    Files.createSymbolicLink(folder.resolve("v"), outside);
    Files.createSymbolicLink(folder.resolve("t/data/link"), outside);
    Files.createSymbolicLink(folder.resolve("t/index/file"), precious);
    try (Database database = Database.open(folder)) {
      for (String name : List.of("t", "u", "v")) {
        isCleanlyRefusedOrDone(() -> database.openTable(name).count());
        isCleanlyRefusedOrDone(() -> database.dropTable(name));
      }
    } catch (InvalidRequest e) {
      assertThat(e).hasMessageContaining("link");
    }
    assertThat(precious).hasContent("keep me");
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    Path precious = Files.writeString(temporary.resolve("precious"), "keep me");
    Path nobody = temporary.resolve("nobody");
    Path folder = Files.createDirectory(temporary.resolve("db"));
    for (Path target : List.of(precious, nobody)) {
      Files.createSymbolicLink(folder.resolve("LOCK"), target);
      isCleanlyRefusedOrDone(() -> Database.open(folder).close());
      Files.deleteIfExists(folder.resolve("LOCK"));
    }
    assertThat(precious).hasContent("keep me");
    assertThat(nobody).doesNotExist();
  }

  private static void isCleanlyRefusedOrDone(Runnable call) {
    try {
      call.run();
    } catch (PilumException e) {
      assertThat(e).hasMessageContaining("'");
    }
  }
}
