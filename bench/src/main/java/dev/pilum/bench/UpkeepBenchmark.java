package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
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

/**
 * Upkeep asked for: a flush turns documents in memory into a segment, and a compaction makes one
 * segment of several, with its graph and text index. Each run has a table of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
public class UpkeepBenchmark {
  private static final int SEGMENTS = 4;

  /** Documents that are flushed; a compaction has four segments of so many. */
  @Param("5000")
  int rowCount;

  private Path folder;
  private Database database;
  private Table table;

  /** Makes a table without segments, and one with four. */
  @Setup(Level.Iteration)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    database = Database.open(folder, DatabaseOptions.DEFAULT.withMaximumSegments(2 * SEGMENTS));
    table = database.createTable("documents", GeneratedDocuments.schema());
    for (int segment = 0; segment < SEGMENTS; segment++) {
      GeneratedDocuments.add(table, segment * rowCount, (segment + 1) * rowCount);
      table.flush();
    }
    table.awaitUpkeep();
    if (table.stats().segments().size() != SEGMENTS) {
      throw new IllegalStateException("upkeep merged what the benchmark is to merge");
    }
    GeneratedDocuments.add(table, SEGMENTS * rowCount, (SEGMENTS + 1) * rowCount);
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Iteration)
  public void tearDown() throws IOException {
    database.close();
    BenchFolder.delete(folder);
  }

  /** One flush; returns how many segments there are then. */
  @Benchmark
  public int flush() {
    table.flush();
    return table.stats().segments().size();
  }

  /** One compaction, the flush before it included; returns how many segments there are then. */
  @Benchmark
  public int compact() {
    table.optimize();
    return table.stats().segments().size();
  }
}
