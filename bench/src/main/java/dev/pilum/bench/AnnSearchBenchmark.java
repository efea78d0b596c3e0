package dev.pilum.bench;

import dev.pilum.bench.ann.AnnEngines;
import dev.pilum.bench.ann.engine.AnnEngine;
import dev.pilum.bench.ann.engine.AnnIndex;
import dev.pilum.bench.ann.engine.AnnSearcher;
import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Searches of whole indexes, Pilum through a table on disk, each engine in a JVM of its own; with
 * {@code -prof gc} what a search leaves to the garbage collector.
 */
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-XX:+UseSerialGC"
    })
public class AnnSearchBenchmark extends AverageBenchmark {
  private static final int QUERIES = 500;
  private static final long SEED = 0x5EED;

  /** Pilum, or one of its peers. */
  @Param({"pilum", "lucene", "jvector", "hnswlib-core"})
  String engine;

  /** Rows in the index. */
  @Param("20000")
  int rowCount;

  /** Components of each. */
  @Param("128")
  int dimension;

  /** Breadth of the search. */
  @Param({"10", "50", "200"})
  int ef;

  private Path folder;
  private AnnIndex index;
  private AnnSearcher searcher;
  private float[][] queries;
  private int next;

  /** Builds and opens the index, and checks that rows find themselves. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    float[][] rows = ClusteredVectors.rows(rowCount, dimension, 1000, SEED);
    AnnEngine chosen = AnnEngines.named(engine, rowCount).get();
    chosen.build(folder.resolve("index"), new VectorSet(rows, Metric.COSINE));
    index = chosen.open(folder.resolve("index"));
    searcher = index.newSearcher();
    queries = ClusteredVectors.rows(QUERIES, dimension, 1000, SEED + 1);
    int found = 0;
    for (int row = 0; row < 100; row++) {
      found += searcher.search(rows[row], Math.max(50, ef))[0] == row ? 1 : 0;
    }
    if (found < 95) {
      throw new IllegalStateException("only %d of 100 rows find themselves".formatted(found));
    }
  }

  /** Closes and deletes the index. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    index.close();
    BenchFolder.delete(folder);
  }

  /** One search for ten rows. */
  @Benchmark
  public int[] search() throws IOException {
    next = (next + 1) % QUERIES;
    return searcher.search(queries[next], ef);
  }
}
