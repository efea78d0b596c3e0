package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.RepairReport.RepairedTable;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verify finds in damaged files, what repair makes of it, and what it leaves alone. */
class RepairTest {
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(100);
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("n", Types.int64())
          .field("tags", Types.list(Types.utf8()))
          .text("body", TextAnalysis.DEFAULT)
          .vector("v", 8, Metric.COSINE)
          .build();

  @TempDir private Path folder;
  private List<String> truth;

  @BeforeEach
  void write() {
    try (Database database = Database.open(folder, GRAPHS)) {
      Table table = database.createTable("t", SCHEMA);
      table.createIndex("n", ScalarIndex.ORDERED);
      table.createIndex("tags", ScalarIndex.LABEL_LIST);
      table.createIndex("body", ScalarIndex.BITMAP);
      table.add(rows(0, 300));
      table.flush();
      table.awaitUpkeep();
      table.add(rows(300, 420));
      table.deleteAll(List.of("k3", "k310"));
      table.flush();
      table.awaitUpkeep();
      table.upsert(rows(10, 12));
      truth = answers(table);
    }
  }

  @Test
  void aSoundTableNeedsNoRepair() throws IOException {
    Map<Path, byte[]> before = contents("t");
    RepairReport report = Database.repair(folder, GRAPHS);
    assertThat(report.ok()).isTrue();
    assertThat(report.tables().getFirst().rebuilt()).isEmpty();
    assertThat(contents("t")).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void everyDamagedIndexFileIsNamedAndMadeAgain() throws IOException {
    List<Path> indexes = files("t/index");
    for (Path file : indexes) {
      flip(file, Files.size(file) / 2);
    }
    assertThat(verify().isRepairable()).isTrue();
    assertThat(verify().problems()).extracting(Problem::file).containsAll(relative(indexes));
    RepairedTable repaired = Database.repair(folder, GRAPHS).tables().getFirst();
    assertThat(repaired.remaining()).isEmpty();
    assertThat(repaired.rebuilt()).extracting(Problem::file).containsAll(relative(indexes));
    assertThat(repaired.rebuilt())
        .extracting(Problem::kind)
        .contains(Kind.KEYS, Kind.GRAPH, Kind.CALIBRATION, Kind.TEXT, Kind.ZONES)
        .contains(Kind.ORDERED, Kind.BITMAP, Kind.LABELS);
    assertSound();
  }

  @Test
  void aLostIndexFolderIsMadeAgain() throws IOException {
    for (Path file : files("t/index")) {
      Files.delete(file);
    }
    Files.delete(folder.resolve("t/index"));
    assertThat(verify().isRepairable()).isTrue();
    assertThat(Database.repair(folder, GRAPHS).ok()).isTrue();
    assertSound();
  }

  @Test
  void indexesOfAnotherSegmentAreFoundThoughTheirChecksumsAreRight() throws IOException {
    Path other = folder.resolveSibling(folder.getFileName() + "-other");
    try (Database database = Database.open(other, GRAPHS)) {
      Table table = database.createTable("t", SCHEMA);
      table.createIndex("n", ScalarIndex.ORDERED);
      table.createIndex("tags", ScalarIndex.LABEL_LIST);
      table.createIndex("body", ScalarIndex.BITMAP);
      table.add(rows(1_000, 1_300));
      table.flush();
      table.awaitUpkeep();
    }
    List<String> swapped = new ArrayList<>();
    for (Path file : files("t/index")) {
      Path theirs = other.resolve(folder.relativize(file));
      if (Files.exists(theirs) && Files.size(theirs) == Files.size(file)) {
        Files.copy(theirs, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        swapped.add(file.getFileName().toString().replaceAll("-.*", ""));
      }
    }
    assertThat(swapped).contains("keys", "hnsw", "zones", "labels");
    assertThat(verify().problems())
        .extracting(Problem::kind)
        .contains(Kind.KEYS, Kind.GRAPH, Kind.ZONES, Kind.LABELS);
    assertThat(Database.repair(folder, GRAPHS).ok()).isTrue();
    assertSound();
  }

  @Test
  void damagedTruthIsReportedAndLeftAlone() throws IOException {
    Path column = files("t/data").getFirst();
    flip(column, Files.size(column) / 2);
    Path graph =
        files("t/index").stream().filter(f -> f.toString().contains("hnsw")).toList().getFirst();
    flip(graph, Files.size(graph) / 2);
    Map<Path, byte[]> before = contents("t/data");
    Map<Path, byte[]> logs = contents("t/wal");
    RepairedTable repaired = Database.repair(folder, GRAPHS).tables().getFirst();
    assertThat(repaired.remaining())
        .anySatisfy(problem -> {
          assertThat(problem.standing()).isEqualTo(Standing.TRUTH);
          assertThat(problem.file()).isEqualTo(relative(List.of(column)).getFirst());
          assertThat(problem.message()).contains("rows, row ids 1 to 300");
        });
    assertThat(contents("t/data")).usingRecursiveComparison().isEqualTo(before);
    assertThat(contents("t/wal")).usingRecursiveComparison().isEqualTo(logs);
    assertThat(verify().isRepairable()).isFalse();
  }

  @Test
  void aDamagedManifestIsReplacedByTheOneBeforeAndTheLog() throws IOException {
    Path newest = files("t/manifest").getLast();
    flip(newest, 40);
    assertThat(verify().problems()).extracting(Problem::kind).containsExactly(Kind.MANIFEST);
    assertThat(verify().isRepairable()).isTrue();
    RepairedTable repaired = Database.repair(folder, GRAPHS).tables().getFirst();
    assertThat(repaired.rebuilt()).extracting(Problem::kind).contains(Kind.MANIFEST);
    assertThat(repaired.remaining()).isEmpty();
    assertSound();
  }

  @Test
  void aDamagedLogIsTruth() throws IOException {
    List<Path> logs = files("t/wal");
    flip(logs.get(logs.size() - 2), 100); // the last one only says where it ends
    assertThat(verify().isRepairable()).isFalse();
    RepairedTable repaired = Database.repair(folder, GRAPHS).tables().getFirst();
    assertThat(repaired.rebuilt()).isEmpty();
    assertThat(repaired.remaining()).extracting(Problem::kind).containsExactly(Kind.LOG);
  }

  @Test
  void aMissingDeleteFileIsTruth() throws IOException {
    List<Path> deletes =
        files("t/data").stream().filter(f -> f.toString().endsWith(".del")).toList();
    Files.delete(deletes.getLast());
    assertThat(verify().problems()).isNotEmpty();
    assertThat(Database.repair(folder, GRAPHS).tables()).hasSize(1);
  }

  private VerifyReport verify() {
    try (Database database = Database.openReadOnly(folder)) {
      return database.verify("t");
    }
  }

  private void assertSound() {
    assertThat(verify().problems()).isEmpty();
    try (Database database = Database.open(folder, GRAPHS)) {
      Table table = database.openTable("t");
      assertThat(answers(table)).isEqualTo(truth);
      assertThat(table.verify().problems()).isEmpty();
      table.upsert(rows(10, 12));
    }
  }

  private static void flip(Path file, long place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) place] ^= 4;
    Files.write(file, bytes);
  }

  private List<Path> files(String inside) throws IOException {
    try (Stream<Path> paths = Files.walk(folder.resolve(inside))) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<String> relative(List<Path> files) {
    return files.stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  private Map<Path, byte[]> contents(String inside) throws IOException {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path file : files(inside)) {
      contents.put(file, Files.readAllBytes(file));
    }
    return contents;
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
    reader
        .searchText("body", "word7")
        .limit(400)
        .hits()
        .forEach(hit -> answers.add(hit.row().text("id")));
    reader.scan().where("n < 140").rows().forEach(row -> answers.add(row.text("id")));
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
              "tags",
              List.of("t" + i % 5, "t" + i % 7),
              "body",
              "word" + i % 10 + " and more",
              "v",
              new float[] {i, i % 2, i % 3, i % 5, i % 7, 1, 2, 3}));
    }
    return rows;
  }
}
