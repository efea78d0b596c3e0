package dev.pilum.pgvector;

/** Hears how far a mirror is. Called on the thread that mirrors; should return at once. */
@FunctionalInterface
public interface MirrorProgress {
  /** Hears nothing. */
  MirrorProgress NONE = (done, total) -> {};

  /**
   * So many rows or changes are sent.
   *
   * @param total of how many; an estimate where changes are read
   */
  void sent(long done, long total);

  /**
   * This way will be taken. Hears nothing where not overridden.
   *
   * @param what as {@link MirrorReport#what}
   * @param why as {@link MirrorReport#why}
   */
  default void chosen(String what, String why) {}
}
