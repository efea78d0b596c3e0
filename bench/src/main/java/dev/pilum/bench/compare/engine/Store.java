package dev.pilum.bench.compare.engine;

import java.io.IOException;

/** Rows that an engine keeps, open. One thread at a time, but for writes of several threads. */
public interface Store extends AutoCloseable {
  /**
   * Makes calls until all are made, or, after at least one, {@code budgetNanos} are over.
   *
   * @throws Unsupported when the engine has no such call
   */
  Done run(Work work, long budgetNanos) throws IOException;

  /** Indexes all rows, as somebody does who has loaded them and will now mostly read. */
  void settle() throws IOException;

  /**
   * Returns how long it took to open, where that is less than the call took, because a process had
   * to be started for it; else -1.
   */
  default long openNanos() {
    return -1;
  }

  /** Returns how many rows there are. */
  long count() throws IOException;

  /** Returns how many bytes it takes on the disk; -1 when it keeps nothing there. */
  long diskBytes() throws IOException;

  /** Returns the process in which its writes are forced to the disk. */
  long processId();

  /** Returns whether its writes are forced by Java code, so that the JVM can count them. */
  default boolean forcesInJava() {
    return processId() == ProcessHandle.current().pid();
  }

  /**
   * Returns the bytes of memory it takes beyond the Java heap of this process: mapped pages that
   * are resident, or all memory of its own process; -1 when nobody can tell.
   */
  long bytesOutsideHeap() throws IOException;

  @Override
  void close() throws IOException;
}
