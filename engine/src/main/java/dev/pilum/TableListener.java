package dev.pilum;

/**
 * Is told what tables do. Called on the threads that do it, several at a time, some of which hold
 * locks: count and return; do not call the database. What it throws is logged and goes no further.
 */
@FunctionalInterface
public interface TableListener {
  /** Takes note of something that has just ended. */
  void happened(TableEvent event);
}
