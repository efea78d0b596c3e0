package dev.pilum.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * Nanoseconds to find the row of a key, hash and comparison included, and of one that is not there;
 * keys {@code document-<n>}, chosen by seed 0x5EED. Every answer is checked. Baseline: {@code
 * HASH_MAP}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "-Dchronicle.analytics.disable=true"
    })
public class KeyIndexBenchmark {
  /** Keys asked for in turn; more than any cache of the CPU remembers the way to. */
  private static final int ASKED = 1 << 16;

  /** What is measured; values of {@link KeyIndex.Kind}. */
  @Param({"MEMORY", "FILE", "CHRONICLE", "HASH_MAP"})
  public String kind = "MEMORY";

  /** Rows in the index. */
  @Param("1000000")
  public int rows = 1_000_000;

  private final byte[][] present = new byte[ASKED][];
  private final byte[][] absent = new byte[ASKED][];
  private final int[] expected = new int[ASKED];
  private Path folder = Path.of("");
  private KeyIndex index = KeyIndex.of(KeyIndex.Kind.MEMORY, 0, folder);
  private int turn;

  /** Fills the index. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = Files.createTempDirectory("pilum-bench");
    index = KeyIndex.of(KeyIndex.Kind.valueOf(kind), rows, folder);
    SplittableRandom random = new SplittableRandom(0x5EED);
    for (int i = 0; i < ASKED; i++) {
      expected[i] = random.nextInt(rows);
      present[i] = KeyIndex.key(expected[i]);
      absent[i] = KeyIndex.key((long) rows + random.nextInt(rows));
    }
  }

  /** Finds a key. */
  @Benchmark
  public long find() {
    int i = turn++ & (ASKED - 1);
    return check(index.find(present[i]), expected[i]);
  }

  /** Looks for a key that is not there. */
  @Benchmark
  public long miss() {
    return check(index.find(absent[turn++ & (ASKED - 1)]), -1);
  }

  /** Deletes what {@link #fill} wrote. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    index.close();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(KeyIndexBenchmark::delete);
    }
    Files.delete(folder);
  }

  private static long check(long found, long wanted) {
    if (found != wanted) {
      throw new AssertionError("found row " + found + " instead of " + wanted);
    }
    return found;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
