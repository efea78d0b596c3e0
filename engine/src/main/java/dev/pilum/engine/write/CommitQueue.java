package dev.pilum.engine.write;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/*
 * Every writer puts its change into the queue; one of them becomes the leader and works off what is in it, for all. The others sleep
 * until their change is done. While a leader waits for the disk the next group gathers, so that eight writers pay for about one force
 * in eight.
 *
 * No wake-up is lost: a writer queues its change before it tries for leadership, and a leader looks at the queue after it has given
 * leadership up. Either the writer finds the lock free, or whoever holds it will see the change and wake the writer.
 */
/**
 * The changes that wait for their turn, led in groups by one of the threads that wait for them.
 *
 * <p>Safe for use by many threads.
 */
final class CommitQueue {
  /** Bounds what one force acknowledges, and how long the first of a group waits; not tuned. */
  private static final int MAX_GROUP = 256;

  /**
   * A group this large takes no further change, so that what is large comes last, where it may be
   * applied beside the writing of the log ({@link CommitGroup}).
   */
  private static final long MAX_GROUP_BYTES = 1L << 20;

  private final ReentrantLock leadership = new ReentrantLock();
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();

  /**
   * Waits until {@code pending} is done, by another thread or by this one.
   *
   * @param runGroup makes the changes of a group and finishes each; run by one thread at a time
   * @throws InvalidRequest when the calling thread leads, or keeps others from it
   */
  void await(Pending pending, Consumer<List<Pending>> runGroup) {
    refuseWithin();
    queue.add(pending);
    boolean interrupted = false;
    while (!pending.isDone()) {
      if (leadership.tryLock()) {
        lead(pending, runGroup);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was written in the middle of something else would be lost with it, or get in its way. */
  private void refuseWithin() {
    if (leadership.isHeldByCurrentThread()) {
      throw new InvalidRequest(
          "a function or listener wrote to the table that was calling it while writers wait: write"
              + " when it has returned");
    }
  }

  /** Returns how many changes wait; by walking along them. */
  int length() {
    return queue.size();
  }

  /** Runs {@code work} while nobody leads. */
  <T> T exclusively(Supplier<T> work) {
    leadership.lock();
    try {
      return work.get();
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  private void lead(Pending own, Consumer<List<Pending>> runGroup) {
    try {
      if (!own.isDone()) {
        runGroup.accept(nextGroup());
      }
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  private void wakeNext() {
    Pending next = queue.peek();
    if (next != null) {
      next.wake();
    }
  }

  private List<Pending> nextGroup() {
    List<Pending> group = new ArrayList<>();
    long bytes = 0;
    Pending next = queue.poll();
    while (next != null) {
      group.add(next);
      bytes += next.change().sizeBytes();
      next = group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES ? queue.poll() : null;
    }
    return group;
  }
}
