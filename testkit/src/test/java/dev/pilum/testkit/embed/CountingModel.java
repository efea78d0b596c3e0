package dev.pilum.testkit.embed;

import dev.pilum.EmbeddingFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model whose vectors follow from the length and the first letter of a text; counts calls. */
final class CountingModel implements EmbeddingFunction {
  final List<List<String>> batches = new ArrayList<>();
  final List<String> queries = new ArrayList<>();

  /** What the next calls do, instead of their work, one after another. */
  final Deque<Runnable> mishaps = new ArrayDeque<>();

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public List<float[]> embedDocuments(List<String> texts) {
    batches.add(texts);
    if (!mishaps.isEmpty()) {
      mishaps.remove().run();
    }
    return texts.stream().map(CountingModel::vector).toList();
  }

  @Override
  public float[] embedQuery(String text) {
    queries.add(text);
    return vector(text);
  }

  static float[] vector(String text) {
    return switch (text) {
      case "zero" -> new float[2];
      case "nan" -> new float[] {Float.NaN, 1};
      default -> new float[] {text.length(), text.charAt(0)};
    };
  }
}
