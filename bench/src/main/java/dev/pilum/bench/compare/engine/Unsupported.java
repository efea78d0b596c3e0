package dev.pilum.bench.compare.engine;

/** An engine has no such call. The message says why, for a table: a few words. */
public final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a few words. */
  public Unsupported(String why) {
    super(why);
  }
}
