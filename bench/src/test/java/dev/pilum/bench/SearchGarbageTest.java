package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/**
 * What a graph search leaves to the garbage collector: its result, and nothing for each node. In a
 * JVM of its own: what others had compiled before once made the JIT box vectors for good.
 */
class SearchGarbageTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Searches before each look: enough for the JIT to notice, some 50 ms once it has. */
  private static final int SEARCHES = 2_000;

  /** Until compiled, the Vector API makes an object of every vector. */
  private static final int LOOKS = 100;

  /** What is said to be no more: an object or two. */
  private static final int NOTHING = 64;

  private static final String SAID = "bytes: ";

  @Test
  void aSearchTenTimesAsBroadLeavesNoMoreGarbage() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SearchGarbageTest.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Scanner bytes = new Scanner(output.substring(output.lastIndexOf(SAID) + SAID.length()));
    assertThat(bytes.nextLong()).as("more for 180 nodes more").isLessThanOrEqualTo(NOTHING);
    assertThat(bytes.nextLong()).as("bytes in all").isLessThan(4_096);
  }

  /** Prints how many bytes more a broad search leaves than a narrow one, and how many it leaves. */
  public static void main(String[] arguments) {
    HnswSearchBenchmark narrow = benchmark(20);
    HnswSearchBenchmark broad = benchmark(200);
    long more = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS && more > NOTHING; look++) {
      more = bytesPerSearch(broad) - bytesPerSearch(narrow);
    }
    long all = bytesPerSearch(broad);
    narrow.tearDown();
    broad.tearDown();
    System.out.println(SAID + more + " " + all);
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
