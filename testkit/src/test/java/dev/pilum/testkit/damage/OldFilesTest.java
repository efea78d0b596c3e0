package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.contract.Proves;
import dev.pilum.testkit.rows.RandomTable;
import dev.pilum.testkit.rows.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders that earlier versions wrote, with files of every type and values of every type, and what
 * they answered then: one archive for each release. Before the first release formats may change;
 * then {@code -Dpilum.files.write=true} writes the archive of the next one again. Archives of
 * releases stay as they are.
 */
class OldFilesTest {
  private static final Path ARCHIVES = Path.of("src/test/resources/files");
  private static final String ANSWERS = "answers.txt";
  private static final String EVERY_TYPE = "every-type";
  private static final int ROWS = 40;
  private static final long SEED = 0xF11E5;

  @TempDir private Path folder;

  static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(ARCHIVES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  @Proves("O2")
  void filesOfEveryReleaseOpenAndAnswerAsTheyDid(Path archive) throws IOException {
    List<String> then = unpack(archive);
    for (boolean readOnly : new boolean[] {true, false}) {
      try (Database database = readOnly ? Database.openReadOnly(folder) : Database.open(folder)) {
        assertThat(answers(database))
            .as(archive + ", read-only: " + readOnly)
            .startsWith(then.toArray(String[]::new));
        for (String table : database.tableNames()) {
          assertThat(database.openTable(table).verify().problems()).as(table).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  @Proves("O2")
  void filesOfEveryReleaseAreWrittenToAndRewritten(Path archive) throws IOException {
    List<String> then = unpack(archive);
    List<Object> before;
    try (Database database = Database.open(folder)) {
      Table table = database.openTable(DamageExplorer.TABLE);
      SampleTable.write(table);
      before = Questions.askAll(table);
      Table types = database.openTable(EVERY_TYPE);
      types.upsert(types.scan().rows());
      database.tableNames().forEach(name -> database.openTable(name).optimize());
    }
    try (Database database = Database.open(folder)) {
      Table table = database.openTable(DamageExplorer.TABLE);
      assertThat(answers(database).subList(0, ROWS)).isEqualTo(then.subList(0, ROWS));
      assertThat(Questions.ask(2, table)).isEqualTo(before.get(2));
      assertThat(table.verify().problems()).isEmpty();
    }
  }

  @Test
  @Proves("O2")
  void theNextReleaseHasItsArchive() throws IOException {
    Matcher version =
        Pattern.compile("<version>([0-9.]+)-SNAPSHOT</version>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    Path archive = ARCHIVES.resolve(version.group(1) + ".zip");
    if (Boolean.getBoolean("pilum.files.write")) {
      write(archive);
    }
    assertThat(archive).as("run this test with -Dpilum.files.write=true").exists();
  }

  private static void write(Path archive) throws IOException {
    SimulatedFileStore files = new SimulatedFileStore(SEED);
    List<String> answers;
    try (Database database = Database.open(SimulatedEnv.inline(files, SEED), SampleTable.OPTIONS)) {
      SampleTable.create(database, DamageExplorer.TABLE, SEED);
      Table types = database.createTable(EVERY_TYPE, RandomTable.ofEveryType(SEED).schema());
      types.add(rowsOfEveryType());
      types.flush();
      types.awaitUpkeep();
      answers = answers(database);
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      FolderImage image = FolderImage.of(files);
      for (String path : image.paths()) {
        put(out, path, image.bytes(path));
      }
      put(out, ANSWERS, String.join("\n", answers).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(ZipOutputStream out, String path, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(path));
    out.write(bytes);
  }

  private static List<Row> rowsOfEveryType() {
    return RandomTable.ofEveryType(SEED).rows(ROWS).stream().map(Row::copyOf).toList();
  }

  /** Returns what the tables answer, one line for each question; new questions come last. */
  private static List<String> answers(Database database) {
    List<String> answers = new ArrayList<>();
    for (Row row : database.openTable(EVERY_TYPE).scan().rows()) {
      answers.add(line(Shown.of(row)));
    }
    for (Object answer : Questions.askAll(database.openTable(DamageExplorer.TABLE))) {
      answers.add(line(answer));
    }
    return answers;
  }

  private static String line(Object answer) {
    return answer.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** Unpacks a database; returns what it answered. */
  private List<String> unpack(Path archive) throws IOException {
    List<String> answers = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(ANSWERS)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          answers.addAll(List.of(text.split("\n", -1)));
        } else {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
          }
        }
      }
    }
    assertThat(answers).isNotEmpty();
    return answers;
  }
}
