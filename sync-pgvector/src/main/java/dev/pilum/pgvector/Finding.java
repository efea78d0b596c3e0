package dev.pilum.pgvector;

/**
 * Something that was looked at in a target.
 *
 * @param level how it is
 * @param what was looked at, and what was found
 * @param fix what to do, usually a statement to run; empty when nothing is to be done
 */
public record Finding(Level level, String what, String fix) {
  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Mirrors work, but something is not as it should be. */
    WARNING,
    /** Mirrors fail. */
    ERROR
  }
}
