package dev.pilum.testkit.sim;

import dev.pilum.testkit.Operation;

/**
 * A number that stands for all that happened in a run, in order: equal for equal runs, in any
 * process. One thread at a time.
 */
public final class TraceHash {
  /** The golden ratio in 64 bits, as SplitMix64 uses it. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long value;

  /** Starts with nothing. */
  public TraceHash() {}

  /** Takes a number into account. */
  public void add(long number) {
    value = mix(value + STEP + number);
  }

  /** Takes a text into account. */
  public void add(String text) {
    add(text.hashCode()); // what it is for a text, is specified
  }

  /** Takes an operation of the disk into account. */
  public void add(Operation operation) {
    add(operation.kind().name());
    add(operation.path());
    add(operation.bytes());
  }

  /** Returns what it stands at. */
  public long value() {
    return value;
  }

  /** Returns a number that follows from two others and looks like neither. */
  public static long mix(long seed, long number) {
    return mix(mix(seed + STEP) + STEP * number);
  }

  /** The finalizer of SplitMix64 (Steele and others, OOPSLA 2014). */
  private static long mix(long number) {
    long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
