package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zone maps may be lost or damaged: filters find the same rows, and upkeep makes them anew. */
class ZoneMapFilesTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("year", Types.int32()).build();

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    try (Database database = Database.open(folder)) {
      Table table = database.createTable("t", SCHEMA);
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int id = 0; id < 10_000; id++) {
        rows.add(Map.of("id", (long) id, "year", id / 100));
      }
      table.add(rows);
      table.flush();
    }
  }

  @Test
  void everySegmentHasThem() throws IOException {
    assertThat(zoneFiles()).hasSize(1);
    try (Database database = Database.open(folder)) {
      assertThat(database.openTable("t").verify().problems()).isEmpty();
      check(database);
    }
  }

  @Test
  void whatIsLostIsMadeAnewByTheNextWriter() throws IOException {
    Files.delete(zoneFiles().getFirst());
    try (Database reader = Database.openReadOnly(folder)) {
      check(reader);
    }
    try (Database writer = Database.open(folder)) {
      check(writer);
      writer.openTable("t").awaitUpkeep();
      check(writer);
      assertThat(writer.openTable("t").verify().problems()).isEmpty();
    }
    assertThat(zoneFiles()).hasSize(1);
  }

  @Test
  void whatIsDamagedIsNotBelieved() throws IOException {
    Path file = zoneFiles().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 60; i < bytes.length - 60; i += 7) {
      bytes[i] ^= 0x11;
    }
    Files.write(file, bytes);
    try (Database reader = Database.openReadOnly(folder)) {
      check(reader);
      assertThat(reader.openTable("t").verify().problems()).hasSize(1);
    }
    try (Database writer = Database.open(folder)) {
      writer.openTable("t").awaitUpkeep();
      check(writer);
      assertThat(writer.openTable("t").verify().problems()).isEmpty();
    }
  }

  private static void check(Database database) {
    Reader table = database.openTable("t");
    assertThat(table.count(Filters.between("year", 42, 43))).isEqualTo(200);
    assertThat(table.count(Filters.eq("year", 100))).isZero();
    assertThat(table.count(Filters.lt("year", 50).negate())).isEqualTo(5_000);
  }

  private List<Path> zoneFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("t/index"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("zones-")).toList();
    }
  }
}
