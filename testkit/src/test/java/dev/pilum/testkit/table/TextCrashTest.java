package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** After a power cut at any moment of a table's life, text search finds what a scan finds. */
class TextCrashTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body", "whitespace").build();

  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withMemtableBytes(1 << 11).withMaximumSegments(2);

  private static final List<String> WORDS = List.of("graph", "walk", "row", "tree");

  @Test
  void textSearchFindsWhatAScanFindsAfterAPowerCutAtAnyMoment() {
    long first = Long.getLong("seed", 0x7E57);
    int images = 0;
    for (long seed = first; seed < first + 3; seed++) {
      images += live(seed);
    }
    assertThat(images).as("power cuts").isGreaterThan(200);
  }

  private static int live(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    List<SimulatedFileStore> images = new ArrayList<>();
    disk.follow(operation -> {
      if (operation.kind().isWrite()) {
        images.add(disk.fork());
      }
      return Fault.NONE;
    });
    try (Database database = Database.open(SimulatedEnv.inline(disk, random.nextLong()), OPTIONS)) {
      Table table = database.createTable("t", SCHEMA);
      for (int step = 0; step < 25; step++) {
        change(table, random);
      }
    }
    for (int i = 0; i < images.size(); i++) {
      check(images.get(i), "seed %d, write %d of %d".formatted(seed, i, images.size()));
    }
    return images.size();
  }

  private static void change(Table table, SplittableRandom random) {
    switch (random.nextInt(8)) {
      case 0 -> table.flush();
      case 1 -> table.optimize();
      case 2 -> table.delete((long) random.nextInt(30));
      default -> {
        for (int i = random.nextInt(6); i >= 0; i--) {
          table.upsert(Map.of("id", (long) random.nextInt(30), "body", text(random)));
        }
      }
    }
  }

  private static void check(SimulatedFileStore disk, String label) {
    try (Database database = Database.open(SimulatedEnv.inline(disk, 1), OPTIONS)) {
      if (database.hasTable("t")) {
        Table table = database.openTable("t");
        for (String word : WORDS) {
          assertThat(
                  table.searchText("body", word).limit(100).hits().stream()
                      .map(hit -> hit.row().get("id"))
                      .toList())
              .as("%s, %s", label, word)
              .containsExactlyInAnyOrderElementsOf(scanned(table, word));
        }
        assertThat(table.verify().problems()).as(label).isEmpty();
      }
    }
  }

  private static List<Object> scanned(Table table, String word) {
    List<Object> ids = new ArrayList<>();
    for (Row row : table.scan().rows()) {
      if (Arrays.asList(String.valueOf(row.text("body")).split(" ")).contains(word)) {
        ids.add(row.get("id"));
      }
    }
    return ids;
  }

  private static String text(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }
}
