package dev.pilum.testkit.sim;

import java.util.SplittableRandom;

/**
 * How many take part in a threaded history and what they find; each seed draws its own mix.
 *
 * @param writers clients that mostly write, 1 to 4
 * @param readers clients that only read, 0 to 2
 * @param steps how many steps each client makes in one life
 * @param lives how many processes follow each other
 * @param parallelism background threads, and as many helpers
 * @param switchOneIn at how many pauses one thread makes room for others
 * @param slowestNanos how long a force may take
 * @param cutOneIn how many operations that write come to one crash point
 */
record Circumstances(
    int writers,
    int readers,
    int steps,
    int lives,
    int parallelism,
    int switchOneIn,
    long slowestNanos,
    int cutOneIn) {
  private static final long[] SLOWEST_NANOS = {0, 0, 1_000_000, 2_000_000_000};

  static Circumstances draw(SplittableRandom random) {
    return new Circumstances(
        random.nextInt(1, 5),
        random.nextInt(3),
        random.nextInt(4, 25),
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        1 << random.nextInt(5),
        SLOWEST_NANOS[random.nextInt(SLOWEST_NANOS.length)],
        random.nextInt(1, 5));
  }
}
