package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of text indexes may be lost or damaged, and nobody who does not search text needs
 * Lucene.
 */
class TextIndexFilesTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body").vector("v", 2, Metric.L2).build();

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    try (Database database = Database.open(folder)) {
      Table table = database.createTable("t", SCHEMA);
      List<Map<String, Object>> rows = new ArrayList<>();
      for (long id = 0; id < 200; id++) {
        String body = "row " + id + (id % 7 == 0 ? " seventh" : "");
        rows.add(Map.of("id", id, "body", body, "v", new float[] {id, 1}));
      }
      table.add(rows);
      table.flush();
    }
  }

  @Test
  void aLostIndexIsReplacedInMemoryForReadersAndOnTheDiskByTheNextWriter() throws IOException {
    Files.delete(textFile());
    try (Database reader = Database.openReadOnly(folder)) {
      assertThat(hits(reader)).isEqualTo(29);
    }
    try (Database writer = Database.open(folder)) {
      assertThat(hits(writer)).isEqualTo(29);
      assertThat(writer.openTable("t").verify().problems()).isEmpty();
    }
    assertThat(textFile()).exists();
  }

  /** File names begin anew with a table: its first text index is where that of the old one was. */
  @Test
  void aSnapshotOfADroppedTableDoesNotSearchTheTextOfAnotherOfItsName() throws IOException {
    try (Database database = Database.open(folder)) {
      marked(database, 0);
      long length = Files.size(textFile("marked"));
      try (Snapshot snapshot = database.openTable("marked").snapshot()) {
        database.dropTable("marked");
        marked(database, 1);
        assertThat(Files.size(textFile("marked"))).as("or this shows nothing").isEqualTo(length);
        assertThat(snapshot.searchText("body", "apple").limit(300).hits())
            .extracting(hit -> (Long) hit.row().get("id") % 7)
            .containsOnly(0L)
            .hasSize(29);
      }
    }
  }

  private static void marked(Database database, int remainder) {
    Table table = database.createTable("marked", SCHEMA);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (long id = 0; id < 200; id++) {
      rows.add(Map.of("id", id, "body", id % 7 == remainder ? "apple" : "pearl"));
    }
    table.add(rows);
    table.flush();
  }

  @Test
  void aFlippedBitIsFoundByVerifyAndHarmsNoSearch() throws IOException {
    long seed = Long.getLong("seed", 0xF11B);
    Random random = new Random(seed);
    byte[] whole = Files.readAllBytes(textFile());
    for (int i = 0; i < 40; i++) {
      byte[] damaged = whole.clone();
      int at = i == 0 ? 0 : i == 1 ? whole.length - 1 : random.nextInt(whole.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(textFile(), damaged);
      try (Database reader = Database.openReadOnly(folder)) {
        assertThat(reader.openTable("t").verify().problems())
            .as("byte %d of %s, seed %d", at, textFile(), seed)
            .hasSize(1)
            .first()
            .asString()
            .contains("text-");
        assertThat(hits(reader)).as("byte %d, seed %d", at, seed).isEqualTo(29);
      }
    }
  }

  @Test
  void aFlippedBitIsMadeGoodByTheNextWriter() throws IOException {
    byte[] bytes = Files.readAllBytes(textFile());
    bytes[bytes.length / 2] ^= 1;
    Files.write(textFile(), bytes);
    try (Database writer = Database.open(folder)) {
      assertThat(writer.openTable("t").verify().problems()).isEmpty();
      assertThat(hits(writer)).isEqualTo(29);
    }
  }

  @Test
  void aMergeOfADamagedIndexIndexesTheTextAnew() throws IOException {
    byte[] bytes = Files.readAllBytes(textFile());
    for (int at = 100; at < bytes.length - 1_000; at += 50) {
      bytes[at] ^= 4;
    }
    Files.write(textFile(), bytes);
    try (Database writer = Database.open(folder)) {
      Table table = writer.openTable("t");
      table.upsert(Map.of("id", 1L, "body", "seventh", "v", new float[] {0, 0}));
      table.optimize();
      assertThat(hits(writer)).isEqualTo(30);
      assertThat(table.verify().problems()).isEmpty();
    }
  }

  @Test
  void whatACrashLeftOfAnIndexBeingBuiltIsDeleted() throws IOException {
    Path left = folder.resolve("t/index/text-00000099.building");
    Files.createDirectory(left);
    Files.writeString(left.resolve("_0.doc"), "half");
    try (Database writer = Database.open(folder)) {
      assertThat(hits(writer)).isEqualTo(29);
    }
    assertThat(left).doesNotExist();
  }

  @Test
  void whoSearchesNoTextLoadsNoClassOfLucene() throws IOException {
    try (ChildJvm child = ChildJvm.startWithout("lucene-", NoText.class, folder)) {
      assertThat(child.remainingLines()).last().isEqualTo("found 3, 201 rows");
    }
  }

  /** Reads, writes and searches vectors of a table with a text column. */
  static final class NoText {
    private NoText() {}

    public static void main(String[] arguments) {
      try (Database database = Database.open(Path.of(arguments[0]))) {
        Table table = database.openTable("t");
        table.upsert(Map.of("id", 1_000L, "body", "new", "v", new float[] {0, 0}));
        int found = table.search("v", new float[] {5, 1}).limit(3).hits().size();
        System.out.println("found " + found + ", " + table.count() + " rows");
      }
    }
  }

  private static int hits(Database database) {
    return database.openTable("t").searchText("body", "seventh").limit(100).hits().size();
  }

  private Path textFile() throws IOException {
    return textFile("t");
  }

  private Path textFile(String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(table).resolve("index"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("text-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
