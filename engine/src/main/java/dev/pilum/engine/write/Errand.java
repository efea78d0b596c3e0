package dev.pilum.engine.write;

import dev.pilum.storage.error.Closed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that a helper does if one is free, and else whoever needs it done. It is done once, and
 * never waited for before it has begun.
 */
final class Errand<T> {
  private final FutureTask<T> task;

  private Errand(FutureTask<T> task) {
    this.task = task;
  }

  /** Offers {@code work} to the threads of {@code executor}; returns at once. */
  static <T> Errand<T> offer(Executor executor, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    try {
      executor.execute(task);
    } catch (Closed e) {
      UpkeepLog.LOG.debug("nobody helps, the environment is closing");
    }
    return new Errand<>(task);
  }

  /**
   * Sees to it that the work is over, by doing it unless somebody has begun; never fails, and
   * cannot be interrupted.
   */
  void finish() {
    task.run();
    boolean interrupted = false;
    while (!isOver()) {
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what the finished work came to, or throws what it threw. */
  T result() {
    return switch (task.state()) {
      case SUCCESS -> task.resultNow();
      case FAILED -> throw unchecked(task.exceptionNow());
      case RUNNING, CANCELLED -> throw new AssertionError("an errand that is not finished");
    };
  }

  private boolean isOver() {
    try {
      task.get();
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }
}
