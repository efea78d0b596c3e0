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
 * @param compilingSeconds how long the JIT compiler was at work meanwhile, on threads of its own
 */
record Cost(double seconds, double cpuSeconds, double compilingSeconds) {
  /** Work that may fail as files do. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Does the work once. */
  static Cost of(Work work) throws IOException {
    long compiling = compilingMillis();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    work.run();
    long end = System.nanoTime();
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    return new Cost((end - start) / 1e9, cpuSeconds, (compilingMillis() - compiling) / 1e3);
  }

  /** Returns how many bytes of the heap are in use after a garbage collection. */
  static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long compilingMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
