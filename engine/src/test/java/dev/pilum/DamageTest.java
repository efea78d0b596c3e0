package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One flipped bit in any file of a closed table is found by opening or by verify, or it changes no
 * answer.
 */
class DamageTest {
  private static final int FLIPS_PER_FILE = 4;
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(100);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("n", Types.int64())
          .vector("v", 8, Metric.L2)
          .build();

  @TempDir private Path folder;
  private Path whole;
  private List<String> truth;

  @BeforeEach
  void write() {
    whole = folder.resolve("whole");
    try (Database database = Database.open(whole, GRAPHS)) {
      Table table = database.createTable("t", SCHEMA);
      table.add(rows(0, 300));
      table.flush();
      table.awaitUpkeep();
      table.add(rows(300, 400));
      table.flush();
      table.deleteAll(List.of("k3", "k310"));
      table.flush();
      table.upsert(rows(10, 12));
      table.delete("k20");
      truth = answers(table);
    }
  }

  @Test
  void aFlippedBitIsFoundOrHarmless() throws IOException {
    long seed = Long.getLong("seed", 0x5EED);
    Random random = new Random(seed);
    List<String> silent = new ArrayList<>();
    int found = 0;
    for (Path file : files()) {
      for (int i = 0; i < FLIPS_PER_FILE && Files.size(file) > 0; i++) {
        long place = i < 2 ? i * (Files.size(file) - 1) : random.nextLong(Files.size(file));
        int bit = random.nextInt(8);
        String outcome = outcomeOfFlip(whole.relativize(file), place, bit);
        found += outcome.equals("found") ? 1 : 0;
        if (outcome.equals("silent")) {
          silent.add(
              "bit %d of byte %d of %s, seed %d".formatted(bit, place, file.getFileName(), seed));
        }
      }
    }
    assertThat(silent).isEmpty();
    assertThat(found).isGreaterThan(20);
  }

  /** Among them where keys begin and end, which lead out of the file then. */
  @Test
  void verifyNamesTheFileOfColumnsWhateverByteIsWrong() throws IOException {
    try (Database database = Database.open(whole)) {
      Schema few = Schema.builder().key("id", Types.utf8()).field("n", Types.int64()).build();
      Table table = database.createTable("few", few);
      table.add(List.of(Row.of("id", "one", "n", 1L), Row.of("id", "two", "n", 2L)));
      table.flush();
    }
    Path file = onlyFile(whole.resolve("few/data"));
    byte[] sound = Files.readAllBytes(file);
    int refused = 0;
    for (int place = 0; place < sound.length; place++) {
      byte[] damaged = sound.clone();
      damaged[place] ^= (byte) 0x80;
      Files.write(file, damaged);
      try (Database database = Database.openReadOnly(whole)) {
        assertThat(database.openTable("few").verify().problems())
            .as("byte %d", place)
            .anyMatch(problem -> problem.file().endsWith(file.getFileName().toString()));
      } catch (Corruption e) {
        refused++;
      }
    }
    assertThat(refused).isLessThan(sound.length);
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .reduce((one, other) -> {
            throw new AssertionError(one + " and " + other);
          })
          .orElseThrow();
    }
  }

  @Test
  void keyFilesAndGraphsThatAreLostAreMadeAnew() throws IOException {
    for (Path file : files()) {
      if (file.getParent().endsWith("index")) {
        Files.delete(file);
      }
    }
    try (Database database = Database.open(whole, GRAPHS)) {
      Table table = database.openTable("t");
      assertThat(answers(table)).isEqualTo(truth);
      table.awaitUpkeep();
      assertThat(table.stats().segments().getFirst().indexedColumns()).containsExactly("v");
      assertThat(table.verify().problems()).isEmpty();
    }
  }

  /** Returns {@code found}, {@code harmless} or {@code silent}. */
  private String outcomeOfFlip(Path file, long place, int bit) throws IOException {
    Path copy = Files.createTempDirectory(folder, "flipped");
    copyTo(copy);
    byte[] bytes = Files.readAllBytes(copy.resolve(file));
    bytes[(int) place] ^= (byte) (1 << bit);
    Files.write(copy.resolve(file), bytes);
    try (Database database = Database.openReadOnly(copy)) {
      Table table = database.openTable("t");
      if (!table.verify().ok()) {
        return "found";
      }
      return answers(table).equals(truth) ? "harmless" : "silent";
    } catch (Corruption e) {
      return "found";
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(whole.resolve("t"))) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void copyTo(Path copy) throws IOException {
    try (Stream<Path> paths = Files.walk(whole)) {
      for (Path path : paths.toList()) {
        Files.copy(path, copy.resolve(whole.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<String> answers(Reader reader) {
    List<String> answers = new ArrayList<>();
    answers.add(reader.count() + " rows at version " + reader.version());
    reader.scan().rows().forEach(row -> answers.add(row.text("id") + " " + row.get("n")));
    reader
        .search("v", new float[] {5, 1, 1, 1, 1, 1, 1, 1})
        .limit(400)
        .exact()
        .hits()
        .forEach(hit -> answers.add(hit.row().text("id") + " " + hit.distance()));
    for (int i = 0; i < 400; i++) {
      answers.add(String.valueOf(reader.exists("k" + i)));
    }
    return answers;
  }

  private static List<Row> rows(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(
          Row.of(
              "id",
              "k" + i,
              "n",
              i * 7L,
              "v",
              new float[] {i, i % 2, i % 3, i % 5, i % 7, 1, 2, 3}));
    }
    return rows;
  }
}
