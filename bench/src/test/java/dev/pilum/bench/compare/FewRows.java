package dev.pilum.bench.compare;

import dev.pilum.cli.compare.CompareData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows from a seed for a whole comparison in seconds; each text has a word of its own. */
final class FewRows {
  static final int DIMENSION = 16;
  static final long SEED = 0x5EED;
  private static final int QUERIES = 20;
  private static final List<String> WORDS =
      List.of("harbour", "lantern", "gravel", "orchard", "whistle", "copper", "meadow", "thunder");

  private FewRows() {}

  /** Returns so many rows. */
  static CompareData data(int rows) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      texts.add(
          "the %s by a %s number%d"
              .formatted(WORDS.get(i % WORDS.size()), WORDS.get(i / 8 % WORDS.size()), i));
    }
    return new CompareData(
        "few", vectors(rows, random), vectors(QUERIES, random), texts, List.of(), Map.of());
  }

  private static float[][] vectors(int count, SplittableRandom random) {
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }
}
