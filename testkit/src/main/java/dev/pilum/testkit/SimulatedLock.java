package dev.pilum.testkit;

import dev.pilum.storage.env.FileLock;

/**
 * A lock on a file of a simulated store.
 *
 * @param isAfterCrash whether whoever held it last left it behind
 * @param giveBack what closing does
 * @param letGo what leaving it behind does
 */
record SimulatedLock(boolean isAfterCrash, Runnable giveBack, Runnable letGo) implements FileLock {
  @Override
  public void close() {
    giveBack.run();
  }

  @Override
  public void leave() {
    letGo.run();
  }
}
