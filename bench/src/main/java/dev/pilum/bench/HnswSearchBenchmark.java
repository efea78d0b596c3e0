package dev.pilum.bench;

import dev.pilum.hnsw.BuildThreads;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.HnswBuilder;
import dev.pilum.hnsw.HnswParameters;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.Arrays;
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
 * Graph search of the ten nearest at several breadths, its recall printed beside it, against exact
 * search of the same rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HnswSearchBenchmark {

  private static final int K = 10;
  private static final int QUERIES = 500;
  private static final long SEED = 0x5EED;

  /** Rows in the graph. */
  @Param("100000")
  int rowCount;

  /** Components of each. */
  @Param("128")
  int dimension;

  /** Breadth of the search. */
  @Param({"10", "50", "100", "200"})
  int ef;

  private final SearchScratch scratch = new SearchScratch();
  private Arena arena;
  private VectorBlock block;
  private HnswSearcher searcher;
  private float[][] queries;
  private int next;

  /** Builds the graph and measures recall once over all queries. */
  @Setup(Level.Trial)
  public void setUp() {
    arena = Arena.ofShared();
    block = ClusteredVectors.block(ClusteredVectors.rows(rowCount, dimension, 1000, SEED), arena);
    queries = ClusteredVectors.rows(QUERIES, dimension, 1000, SEED + 1);
    searcher =
        new HnswSearcher(
            HnswBuilder.build(
                block,
                Metric.COSINE,
                HnswParameters.DEFAULT,
                null,
                BuildThreads.CALLER_ONLY,
                (i, n) -> true),
            block);
    int hits = 0;
    for (float[] query : queries) {
      int[] truth = ExactSearch.search(block, query, Metric.COSINE, K).ordinals();
      int[] found = searcher.search(query, K, ef, null, scratch).ordinals();
      hits +=
          (int)
              Arrays.stream(found).filter(o -> Arrays.stream(truth).anyMatch(t -> t == o)).count();
    }
    double recall = hits / (double) (K * QUERIES);
    if (recall < 0.5) {
      throw new IllegalStateException("recall %.3f at ef %d is no search".formatted(recall, ef));
    }
    System.out.printf(
        "recall@10 %.4f at ef %d, %d rows of %d dimensions, seed 0x%x%n",
        recall, ef, rowCount, dimension, SEED);
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void tearDown() {
    arena.close();
  }

  /** Pilum's graph. */
  @Benchmark
  public Neighbors graphSearch() {
    return searcher.search(nextQuery(), K, ef, null, scratch);
  }

  /** The baseline: all rows, recall 1. */
  @Benchmark
  public Neighbors exactSearch() {
    return ExactSearch.search(block, nextQuery(), Metric.COSINE, K);
  }

  private float[] nextQuery() {
    next = (next + 1) % QUERIES;
    return queries[next];
  }
}
