package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
