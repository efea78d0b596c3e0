package dev.pilum.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases opened and closed, tables created and dropped, in one process: nothing grows. {@code
 * -Dpilum.real.scale=20} makes it 500 cycles of each.
 */
class LeakLoopTest {
  private static final int CYCLES = 25 * Integer.getInteger("pilum.real.scale", 1);

  /** A heap that is all there from the start on, so that what grows is not it. */
  private static final List<String> FIXED_HEAP =
      List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch");

  /**
   * Code compiled late, and what malloc keeps: 500 cycles that leak 64 KiB each would be 32 MiB.
   */
  private static final long KIB_OF_NOISE = 16_384;

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void descriptorsMapsThreadsAndMemoryDoNotGrow() throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(Path.of("/proc/self/fd")),
        "skipped: without /proc nobody says what a process has open");
    ChildProcess.Ended loop =
        ChildProcess.run(
            ChildProcess.java(LeakLoop.class, FIXED_HEAP, CYCLES, folder.resolve("db")));
    assertThat(loop.exitValue()).as("%s", loop.lines()).isZero();
    List<String> growths =
        loop.lines().stream().filter(line -> line.startsWith("growth ")).toList();
    assertThat(growths).hasSize(2);
    for (String line : growths) {
      long[] growth =
          Arrays.stream(line.split(" ", -1)).skip(1).mapToLong(Long::parseLong).toArray();
      assertThat(growth[0]).as("descriptors, %s", loop.lines()).isLessThanOrEqualTo(0);
      assertThat(growth[1]).as("maps, %s", loop.lines()).isLessThan(10 + CYCLES / 5);
      assertThat(growth[2]).as("maps of the database, %s", loop.lines()).isLessThanOrEqualTo(0);
      assertThat(growth[3]).as("threads, %s", loop.lines()).isLessThanOrEqualTo(1);
      assertThat(growth[4]).as("KiB resident, %s", loop.lines()).isLessThan(KIB_OF_NOISE);
    }
    loop.lines().stream().filter(line -> line.contains("cycles:")).forEach(System.out::println);
  }
}
