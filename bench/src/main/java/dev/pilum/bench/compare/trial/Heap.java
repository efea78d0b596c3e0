package dev.pilum.bench.compare.trial;

/** The Java heap of this process. */
final class Heap {
  private Heap() {}

  /** Returns how many bytes are in use after a garbage collection. */
  static double bytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
