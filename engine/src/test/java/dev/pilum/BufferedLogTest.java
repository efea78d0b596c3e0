package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log may lose: nothing that was forced, the last writes that were not. */
class BufferedLogTest {
  @TempDir Path folder;
  @TempDir Path copy;

  @Test
  void aBufferedLogThatLostARecordInItsMiddleOpensWithWhatCameBefore() throws IOException {
    copyAfterThreeWritesWithoutTheSecond(Durability.BUFFERED);
    try (Database db = Database.open(copy)) {
      assertThat(db.openTable("notes").scan().rows())
          .extracting(row -> row.text("id"))
          .containsExactly("alpha-marker");
    }
  }

  @Test
  void aForcedLogThatLostARecordInItsMiddleIsDamaged() throws IOException {
    copyAfterThreeWritesWithoutTheSecond(Durability.FORCED);
    try (Database db = Database.open(copy)) {
      assertThatThrownBy(() -> db.openTable("notes")).isInstanceOf(Corruption.class);
    }
  }

  /**
   * Leaves in {@code copy} what a power cut could leave that reached the disk's second write before
   * it was made.
   */
  private void copyAfterThreeWritesWithoutTheSecond(Durability durability) throws IOException {
    Schema schema = Schema.builder().key("id", Types.utf8()).build();
    try (Database db = Database.open(folder, DatabaseOptions.DEFAULT.withDurability(durability))) {
      Table notes = db.createTable("notes", schema);
      for (String id : List.of("alpha-marker", "beta-marker", "gamma-marker")) {
        notes.upsert(Row.of("id", id));
      }
      copyFolder();
    }
    wipe("beta-marker");
  }

  private void copyFolder() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(p -> p.getNameCount() > folder.getNameCount() + 1).toList()) {
        Path target = copy.resolve(folder.relativize(path));
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private void wipe(String text) throws IOException {
    try (Stream<Path> logs = Files.list(copy.resolve("notes/wal"))) {
      Path log = logs.sorted().toList().getLast();
      byte[] bytes = Files.readAllBytes(log);
      int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
      assertThat(place).as("where the record is in the log").isPositive();
      for (int i = 0; i < text.length(); i++) {
        bytes[place + i] = 0;
      }
      Files.write(log, bytes);
    }
  }
}
