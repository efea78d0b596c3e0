package dev.pilum.bench;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyHash;
import dev.pilum.storage.keys.MemoryKeyTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a row to put a million hashed keys into each kind of table, new memory and freeing it
 * included. Chronicle Map, which takes seconds, is in {@link KeyIndexReport}. Baseline: {@link
 * HashMap}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KeyPutBenchmark {
  static final int ROWS = 1_000_000;

  private final long[] hashes = new long[ROWS];
  private Path folder = Path.of("");

  /** Hashes the keys. */
  @Setup(Level.Trial)
  public void hash() throws IOException {
    folder = Files.createTempDirectory("pilum-bench");
    for (int row = 0; row < ROWS; row++) {
      hashes[row] = KeyHash.of(KeyIndex.key(row));
    }
  }

  /** A memory table that was told how many rows come. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int memory() {
    return put(ROWS);
  }

  /** A memory table that grows. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int memoryGrowing() {
    return put(0);
  }

  private int put(int expectedRows) {
    try (Arena arena = Arena.ofConfined()) {
      MemoryKeyTable table = new MemoryKeyTable(Allocator.in(arena), expectedRows);
      table.putAll(hashes, ROWS);
      return table.rowCount();
    }
  }

  /** A key file, forced. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long file() {
    DiskFileStore files = DiskFileStore.open(folder);
    files.delete("keys-1");
    return KeyFile.write(files, "keys-1", hashes, ROWS).lengthBytes();
  }

  /** The baseline. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int hashMap() {
    Map<Long, Integer> map = HashMap.newHashMap(ROWS);
    for (int row = 0; row < ROWS; row++) {
      map.put(hashes[row], row);
    }
    return map.size();
  }

  /** Deletes what was written. */
  @TearDown(Level.Trial)
  public void delete() {
    DiskFileStore.open(folder).delete("keys-1");
    folder.toFile().deleteOnExit();
  }
}
