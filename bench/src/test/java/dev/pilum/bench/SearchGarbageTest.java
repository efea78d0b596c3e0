package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a graph search leaves to the garbage collector: its result, and nothing for each node. */
class SearchGarbageTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Searches before each look: enough for the JIT to notice, some 50 ms once it has. */
  private static final int SEARCHES = 2_000;

  /** Until compiled, the Vector API makes an object of every vector. */
  private static final int LOOKS = 100;

  @Test
  void aSearchTenTimesAsBroadLeavesNoMoreGarbage() {
    HnswSearchBenchmark narrow = benchmark(20);
    HnswSearchBenchmark broad = benchmark(200);
    try {
      long more = Long.MAX_VALUE;
      for (int look = 0; look < LOOKS && more > 64; look++) {
        more = bytesPerSearch(broad) - bytesPerSearch(narrow);
      }
      assertThat(more).as("bytes more for 180 nodes more").isLessThanOrEqualTo(64);
      assertThat(bytesPerSearch(broad)).as("bytes in all").isLessThan(4_096);
    } finally {
      narrow.tearDown();
      broad.tearDown();
    }
  }

  private static HnswSearchBenchmark benchmark(int ef) {
    HnswSearchBenchmark benchmark = new HnswSearchBenchmark();
    benchmark.rowCount = 2_000;
    benchmark.dimension = 32;
    benchmark.ef = ef;
    benchmark.setUp();
    return benchmark;
  }

  private static long bytesPerSearch(HnswSearchBenchmark benchmark) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < SEARCHES; i++) {
      benchmark.graphSearch();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / SEARCHES;
  }
}
