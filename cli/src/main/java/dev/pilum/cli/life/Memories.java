package dev.pilum.cli.life;

import java.util.SplittableRandom;

/**
 * Draws memories from a seed. Their vectors lie around as many centres as there are topics, their
 * words are of a few hundred, the first ones the most frequent. One thread.
 */
final class Memories {
  static final long SEED = 0x5EED;

  private static final int WORDS_EACH = 10;
  private static final int VOCABULARY = 600;
  private static final int TOPICS = 64;

  private final SplittableRandom random;
  private final float[][] centres;

  Memories(long seed, int dimension) {
    this.random = new SplittableRandom(seed);
    SplittableRandom topics = new SplittableRandom(SEED);
    this.centres = new float[TOPICS][];
    for (int i = 0; i < TOPICS; i++) {
      centres[i] = around(new float[dimension], topics);
    }
  }

  SplittableRandom random() {
    return random;
  }

  Memory next(long id, int hour) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < WORDS_EACH; i++) {
      words.append(i == 0 ? "" : " ").append(word());
    }
    return new Memory(id, kind(), hour, words.toString(), vector());
  }

  /** Returns a kind; {@code task} is one of four. */
  String kind() {
    return switch (random.nextInt(4)) {
      case 0 -> "fact";
      case 1 -> "event";
      case 2 -> "person";
      default -> "task";
    };
  }

  String word() {
    double chance = random.nextDouble();
    return "word" + (int) (VOCABULARY * chance * chance);
  }

  float[] vector() {
    return around(centres[random.nextInt(TOPICS)], random);
  }

  private static float[] around(float[] centre, SplittableRandom random) {
    float[] vector = centre.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (0.5 * random.nextGaussian());
    }
    return vector;
  }
}
