package dev.pilum.bench.ann;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What some work took.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all threads of this process together, JIT compiler and garbage collector
 *     included
 */
record Cost(double seconds, double cpuSeconds) {
  /** Work that may fail as files do. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Does the work once. */
  static Cost of(Work work) throws IOException {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    work.run();
    long end = System.nanoTime();
    return new Cost((end - start) / 1e9, (cpuNanos() - cpu) / 1e9);
  }

  /** Returns how many bytes of the heap are in use after a garbage collection. */
  static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
