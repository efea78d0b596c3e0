package dev.pilum.bench.compare.report;

/** What a figure counts, and whether more of it is better. */
public enum Unit {
  MICROS("µs", false),
  MILLIS("ms", false),
  SECONDS("s", false),
  MIB("MiB", false),
  PER_SECOND("/s", true);

  private final String sign;
  private final boolean moreIsBetter;

  Unit(String sign, boolean moreIsBetter) {
    this.sign = sign;
    this.moreIsBetter = moreIsBetter;
  }

  /** Returns what stands behind a number. */
  public String sign() {
    return sign;
  }

  /** Returns by how much {@code own} is better than {@code other}: 2 is twice as good. */
  public double advantage(double own, double other) {
    return moreIsBetter ? own / other : other / own;
  }
}
