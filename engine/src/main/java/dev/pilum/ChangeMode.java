package dev.pilum;

/** Which changes of a table are told. */
public enum ChangeMode {
  /** Every change. */
  EVERY,

  /**
   * Of each key only the last change: for who wants the result and not the way to it. Where the
   * table has no key, of each row. The kind is that of the last change, whatever came before it: an
   * {@code UPDATE} may be the first that is heard of a key, a {@code DELETE} the only thing.
   */
  LAST_PER_KEY
}
