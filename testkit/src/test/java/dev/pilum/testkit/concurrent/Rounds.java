package dev.pilum.testkit.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that begin together and are waited for together; the first failure is thrown. */
final class Rounds {
  private Rounds() {}

  /** What one thread does. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /** Runs each on a thread of its own and returns when all have ended. */
  static void runAll(List<Work> works) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
      List<Future<?>> all = new ArrayList<>();
      for (Work work : works) {
        all.add(
            threads.submit(() -> {
              work.run();
              return true;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }
}
