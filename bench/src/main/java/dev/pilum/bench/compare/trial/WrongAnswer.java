package dev.pilum.bench.compare.trial;

/** An engine answered wrongly, so that its speed means nothing. */
final class WrongAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongAnswer(String what) {
    super("wrong: " + what);
  }

  /** Said again of something that follows from it. */
  WrongAnswer(WrongAnswer earlier) {
    super(earlier.getMessage(), earlier);
  }
}
