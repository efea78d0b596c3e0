package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However rows were written, they end up in few files. */
class FilesOnDiskTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("word", Types.utf8())
          .vector("v", 32, Metric.L2)
          .build();

  @TempDir private Path folder;

  @Test
  void twoThousandSingleUpsertsTakeFewerThanThirtyFiles() throws IOException {
    try (TestDatabase test = new TestDatabase(folder)) {
      upsert(test.get().createTable("t", SCHEMA), 2_000);
      assertThat(files()).isLessThan(30);
      test.table("t").flush();
      assertThat(files()).isLessThan(30);
      test.reopen();
      assertThat(files()).isLessThan(30);
      test.table("t").optimize();
      assertThat(files()).isLessThan(30);
      assertThat(test.table("t").count()).isEqualTo(2_000);
    }
  }

  @Test
  void manyFlushesLeaveFewSegmentsAndNoFilesOfOldOnes() throws IOException {
    DatabaseOptions tiny =
        DatabaseOptions.DEFAULT.withMemtableBytes(16 << 10).withMaximumSegments(4);
    try (TestDatabase test = new TestDatabase(folder, tiny)) {
      Table table = test.get().createTable("t", SCHEMA);
      upsert(table, 2_000);
      table.awaitUpkeep();
      assertThat(table.stats().segments()).hasSizeBetween(1, 4);
      assertThat(files()).isLessThan(60);
      table.optimize();
      assertThat(table.stats().segments()).hasSize(1);
      upsert(table, 10);
      table.flush();
      table.awaitUpkeep();
      assertThat(files()).isEqualTo(table.stats().files() + 2).isLessThan(30);
    }
  }

  @Test
  void openingATableThatNeedsNoReplayWritesNothing() throws IOException {
    try (TestDatabase test = new TestDatabase(folder)) {
      upsert(test.get().createTable("t", SCHEMA), 10);
      test.table("t").optimize();
      test.reopen();
      Map<Path, FileTime> before = times();
      test.reopen();
      assertThat(test.table("t").count()).isEqualTo(10);
      assertThat(test.table("t").search("v", new float[32]).limit(3).hits()).hasSize(3);
      test.reopen();
      assertThat(times()).isEqualTo(before);
    }
  }

  @Test
  void theFirstWriteAfterOpeningIsThereAfterTheNext() {
    try (TestDatabase test = new TestDatabase(folder)) {
      upsert(test.get().createTable("t", SCHEMA), 10);
      for (int i = 0; i < 5; i++) {
        test.table("t").flush();
        test.reopen();
        test.reopen();
        test.table("t").upsert(Row.of("id", 100 + i, "word", "late", "v", new float[32]));
        test.reopen();
        assertThat(test.table("t").count()).isEqualTo(11 + i);
      }
    }
  }

  /** Returns when each file and folder below the tables was last changed. */
  private Map<Path, FileTime> times() throws IOException {
    try (Stream<Path> paths = Files.walk(folder.resolve("t"))) {
      Map<Path, FileTime> times = new TreeMap<>();
      for (Path path : paths.toList()) {
        times.put(path, Files.getLastModifiedTime(path));
      }
      return times;
    }
  }

  private static void upsert(Table table, int rows) {
    for (int i = 0; i < rows; i++) {
      table.upsert(Row.of("id", i, "word", "w" + i, "v", new float[32]));
    }
  }

  private long files() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).count();
    }
  }
}
