package dev.pilum.bench.compare.engine;

/** An engine cannot be used here. The message says why, and what to do about it. */
public final class Absent extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a sentence. */
  public Absent(String why) {
    super(why);
  }
}
