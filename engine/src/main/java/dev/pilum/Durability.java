package dev.pilum;

/** When a write call returns. */
public enum Durability {
  /** Once its log record is on the disk: power may fail right after. */
  FORCED,
  /**
   * Once the operating system has its log record: the process may be killed right after, but a
   * power failure may lose the last writes.
   */
  BUFFERED
}
