package dev.pilum.bench;

import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.HnswBuilder;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswParameters;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * Building a graph, with one thread and with more: the same graph, so the threads are compared with
 * each other. How other libraries build is in {@code pilum bench ann}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class BuildBenchmark {
  private static final long SEED = 0x5EED;

  /** Rows in the graph. */
  @Param("20000")
  int rowCount;

  /** Components of each. */
  @Param({"128", "384"})
  int dimension;

  /** Threads that build. */
  @Param({"1", "2"})
  int threads;

  private Arena arena;
  private VectorBlock block;
  private ExecutorService helpers;

  /** Makes the rows. */
  @Setup(Level.Trial)
  public void setUp() {
    arena = Arena.ofShared();
    block = ClusteredVectors.block(ClusteredVectors.rows(rowCount, dimension, 1000, SEED), arena);
    helpers = Executors.newFixedThreadPool(threads);
  }

  /** Gives the memory and the threads back. */
  @TearDown(Level.Trial)
  public void tearDown() {
    helpers.close();
    arena.close();
  }

  /** One graph of all rows. */
  @Benchmark
  public HnswGraph build() {
    return HnswBuilder.build(
        block,
        Metric.COSINE,
        HnswParameters.DEFAULT,
        null,
        new BuildThreads(helpers, threads),
        (done, total) -> true);
  }
}
