package dev.pilum.engine.db;

import dev.pilum.engine.write.LastEnd;
import dev.pilum.storage.env.FileLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The lock of a database that is open for writing, and what is known of its names in folders:
 * whether a power cut would still take one of them.
 *
 * <p>Guarded by the lock of the database.
 */
final class WriteLock {
  private final FileLock lock;
  private final LastEnd before;

  /** Whether something failed here that may have left a name behind that is not durable. */
  private boolean failed;

  WriteLock(FileLock lock) {
    this.lock = lock;
    this.before = lock.isAfterCrash() ? LastEnd.UNKNOWN : LastEnd.CLEAN;
  }

  /** Returns how whoever wrote last ended, this process before a failure of its own included. */
  LastEnd lastEnd() {
    return failed ? LastEnd.UNKNOWN : before;
  }

  /** Does what makes or deletes names, and remembers it if it fails. */
  <T> T changing(Supplier<T> work) {
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      failed |= !done;
    }
  }

  /** Says that something failed elsewhere. */
  void fail() {
    failed = true;
  }

  /**
   * Gives the lock back, and tells whoever takes it next whether every name is durable.
   *
   * @param tablesEndedWell whether each table that was open was closed, and nothing that was
   *     written to it had failed
   * @param allWereOpen whether every table was: to open one after a crash makes its names durable
   */
  void giveBack(BooleanSupplier tablesEndedWell, BooleanSupplier allWereOpen) {
    boolean settled = false;
    try {
      settled =
          !failed
              && tablesEndedWell.getAsBoolean()
              && (before == LastEnd.CLEAN || allWereOpen.getAsBoolean());
    } finally {
      if (settled) {
        lock.close();
      } else {
        lock.leave();
      }
    }
  }
}
