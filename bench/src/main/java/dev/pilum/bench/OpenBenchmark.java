package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening a database with one table, reading a row and closing it again, in one process. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
public class OpenBenchmark {
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
