package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.Table;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Opening a database with one table, reading a row and closing it again, in one process. */
public class OpenBenchmark extends AverageBenchmark {
  /** Documents in the table, all in one segment. */
  @Param("50000")
  int rowCount;

  /** Documents besides, which nobody has flushed: opening replays them. */
  @Param({"0", "100"})
  int unflushed;

  private Path folder;

  /** Writes the table. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    try (Database database = Database.open(folder)) {
      Table table = database.createTable("documents", GeneratedDocuments.schema());
      GeneratedDocuments.add(table, 0, rowCount);
      table.optimize();
      GeneratedDocuments.add(table, rowCount, rowCount + unflushed);
    }
    if (open() != rowCount + unflushed + 1) {
      throw new IllegalStateException("opening does not find every row");
    }
  }

  /** Deletes the table. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    BenchFolder.delete(folder);
  }

  /** One opening. */
  @Benchmark
  public long open() {
    try (Database database = Database.open(folder)) {
      Table table = database.openTable("documents");
      return table.count() + (table.exists(0L) ? 1 : 0);
    }
  }
}
