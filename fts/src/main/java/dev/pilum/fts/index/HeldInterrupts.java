package dev.pilum.fts.index;

/*
 * An IndexWriter that is closed waits for a semaphore in a way that an interrupt ends, also one that came long before: it throws
 * ThreadInterruptedException. But whoever flushes a table waits for nobody, and a table whose flush failed takes no more writes until
 * reopened: an application server that cancels one request would stop all others. So the status is taken down before a writer works
 * and once more before it is closed, and put up again at the end. An interrupt in the moment between still ends the closing; what was
 * committed before is whole all the same.
 */
/** Keeps interrupts of the calling thread from those who cannot stand them, until closed. */
final class HeldInterrupts implements AutoCloseable {
  private boolean interrupted;

  /** Holds interrupts from now on. */
  HeldInterrupts() {
    hold();
  }

  /** Takes the interrupt status down, if it is up, and remembers it. */
  void hold() {
    interrupted |= Thread.interrupted();
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
