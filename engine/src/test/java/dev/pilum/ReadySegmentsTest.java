package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where searches have opened text indexes and scalar indexes, later segments have theirs open
 * before anybody sees them: no search waits for that.
 */
class ReadySegmentsTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("year", Types.int32())
          .text("words", TextAnalysis.DEFAULT)
          .vector("vector", 4, Metric.L2)
          .build();

  @TempDir private Path folder;

  private OpenedFiles files;
  private SystemEnv env;
  private Database database;
  private Table table;
  private long nextId;

  /** Real files that note which of them are read or mapped. */
  private record OpenedFiles(FileStore files, Collection<String> opened)
      implements ForwardingFiles {
    @Override
    public ReadFile open(String path) {
      opened.add(path);
      return files.open(path);
    }

    @Override
    public MemorySegment map(String path, long lengthBytes, Arena arena) {
      opened.add(path);
      return files.map(path, lengthBytes, arena);
    }
  }

  @BeforeEach
  void open() {
    files = new OpenedFiles(DiskFileStore.create(folder), new ConcurrentLinkedQueue<>());
    env = new SystemEnv(files);
    database = Database.open(env, DatabaseOptions.DEFAULT);
    table = database.createTable("t", SCHEMA);
    table.createIndex("year", ScalarIndex.ORDERED);
    addRows();
    table.flush();
  }

  @AfterEach
  void close() {
    database.close();
    env.close();
  }

  @Test
  void noSearchAfterAFlushOpensFiles() {
    search();
    addRows();
    table.flush();
    table.awaitUpkeep();
    assertThat(openedBySearch()).isEmpty();
  }

  @Test
  void noSearchAfterAMergeOpensFiles() {
    addRows();
    table.flush();
    search();
    table.optimize();
    assertThat(table.stats().segments()).hasSize(1);
    assertThat(openedBySearch()).isEmpty();
  }

  @Test
  void whatNobodyHasSearchedStaysClosed() {
    addRows();
    table.flush();
    table.optimize();
    assertThat(openedBySearch()).anyMatch(path -> path.contains("/text-")).hasSizeGreaterThan(1);
  }

  private List<String> openedBySearch() {
    files.opened().clear();
    search();
    return List.copyOf(files.opened());
  }

  private void search() {
    assertThat(table.searchText("words", "seven").limit(100).hits()).isNotEmpty();
    assertThat(table.search("vector", new float[] {1, 2, 3, 4}).where("year > 1997").hits())
        .isNotEmpty();
  }

  private void addRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long id = nextId++;
      rows.add(
          Map.of(
              "id",
              id,
              "year",
              i,
              "words",
              i % 100 == 0 ? "seven" : "eight",
              "vector",
              new float[] {id, 2, 3, 4}));
    }
    table.add(rows);
  }
}
