package dev.pilum.testkit;

import java.util.SplittableRandom;

/**
 * Decides what of the unforced outlives one power cut: nothing, everything, or each piece by
 * chance.
 */
final class Survival {
  private final SplittableRandom random;

  /** In 256ths: 0 keeps nothing, 256 keeps everything. */
  private final int chance;

  private Survival(SplittableRandom random, int chance) {
    this.random = random;
    this.chance = chance;
  }

  /**
   * Draws one of the three ways. The extremes are frequent because most bugs of skipped forces show
   * there.
   */
  static Survival draw(SplittableRandom random) {
    int chance =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 256;
          default -> random.nextInt(257);
        };
    return new Survival(random, chance);
  }

  boolean keeps() {
    return random.nextInt(256) < chance;
  }

  /** Returns how many of {@code count} successive changes to one place got through. */
  int prefixOf(int count) {
    if (chance == 0 || chance == 256) {
      return chance == 0 ? 0 : count;
    }
    return keeps() ? count : random.nextInt(count + 1);
  }

  /** Returns a length between the durable and the newest one. */
  int lengthBetween(int durable, int newest) {
    if (chance == 0 || chance == 256 || durable >= newest) {
      return chance == 0 ? durable : newest;
    }
    return keeps() ? newest : durable + random.nextInt(newest - durable + 1);
  }

  /**
   * Returns whether a sector that was never forced holds what lay there before; only when not
   * everything gets through.
   */
  boolean leavesGarbage() {
    return chance < 256 && random.nextInt(16) == 0;
  }

  byte garbage() {
    return (byte) random.nextInt(256);
  }
}
