package dev.pilum.engine.write;

import dev.pilum.WriteResult;
import dev.pilum.storage.error.PilumException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A change waiting for its turn, with the thread that waits for it. */
final class Pending {
  private final Change change;
  private final Thread waiter = Thread.currentThread();
  private @Nullable WriteResult result;
  private @Nullable PilumException failure;
  private volatile boolean done;

  Pending(Change change) {
    this.change = change;
  }

  Change change() {
    return change;
  }

  boolean isDone() {
    return done;
  }

  /** Says what the change did; its waiter learns of it after {@link #finish}. */
  void succeeded(WriteResult outcome) {
    result = outcome;
  }

  /** Says why the change was not made. */
  void failed(PilumException why) {
    failure = why;
  }

  boolean hasFailed() {
    return failure != null;
  }

  void finish() {
    done = true;
    wake();
  }

  void wake() {
    if (waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Returns what the change did, {@code null} when it must be tried again later, or throws why it
   * was not made.
   */
  @Nullable WriteResult outcome() {
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
