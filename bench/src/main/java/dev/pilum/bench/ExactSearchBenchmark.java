package dev.pilum.bench;

import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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
 * Exact search of the ten nearest over a mapped file, against the loop one would write over arrays,
 * which must find the same row, and against reading the same mapped bytes once and adding them up:
 * no search can be faster than that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ExactSearchBenchmark {

  private static final int QUERIES = 64;
  private static final long SEED = 0x5EED;
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Rows to search. */
  @Param("100000")
  int rowCount;

  /** Components of each. */
  @Param({"128", "384"})
  int dimension;

  /** What a component is stored as. */
  @Param({"FLOAT32", "FLOAT16", "INT8"})
  Element element;

  /** What near means; the baseline knows {@code L2} only and is measured beside every metric. */
  @Param({"L2", "DOT", "COSINE"})
  Metric metric;

  private Arena arena;
  private Path file;
  private VectorBlock block;
  private float[][] rows;
  private float[][] queries;
  private int next;

  /** Makes the rows and checks the first answers. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    arena = Arena.ofShared();
    rows = ClusteredVectors.rows(rowCount, dimension, 1000, SEED);
    ClusteredVectors.round(rows, element);
    queries = ClusteredVectors.rows(QUERIES, dimension, 1000, SEED + 1);
    ClusteredVectors.round(queries, element);
    file = Files.createTempFile("pilum-exact", ".vectors");
    block = ClusteredVectors.mapped(rows, element, file, arena);
    for (int i = 0; i < 5; i++) {
      int found = ExactSearch.search(block, queries[i], Metric.L2, 10).ordinal(0);
      if (found != nearestByLoop(queries[i])) {
        throw new IllegalStateException("wrong answer for query " + i);
      }
    }
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    arena.close();
    Files.delete(file);
  }

  /** Pilum. */
  @Benchmark
  public Neighbors exactSearch() {
    return ExactSearch.search(block, nextQuery(), metric, 10);
  }

  /** The baseline: one nearest row, no heap, plain arrays. */
  @Benchmark
  public int plainLoop() {
    return nearestByLoop(nextQuery());
  }

  /**
   * What memory allows: every byte is read once, in order, by vectors as wide as they come. One at
   * a time, which is fastest: four at a time, in four sums, reached 20 GB/s where this reached 35.
   */
  @Benchmark
  public float plainSum() {
    MemorySegment bytes = block.vectors();
    int step = SPECIES.vectorByteSize();
    FloatVector sum = FloatVector.zero(SPECIES);
    for (long i = 0; i + step <= bytes.byteSize(); i += step) {
      sum = sum.add(FloatVector.fromMemorySegment(SPECIES, bytes, i, ByteOrder.LITTLE_ENDIAN));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private float[] nextQuery() {
    next = (next + 1) % QUERIES;
    return queries[next];
  }

  private int nearestByLoop(float[] query) {
    int nearest = -1;
    float least = Float.POSITIVE_INFINITY;
    for (int r = 0; r < rows.length; r++) {
      float[] row = rows[r];
      float sum = 0f;
      for (int i = 0; i < row.length; i++) {
        float difference = query[i] - row[i];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        nearest = r;
      }
    }
    return nearest;
  }
}
