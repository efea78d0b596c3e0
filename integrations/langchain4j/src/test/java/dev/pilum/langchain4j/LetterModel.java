package dev.pilum.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A deterministic model: how often a text has each letter of the alphabet. */
final class LetterModel implements EmbeddingModel {
  static final int DIMENSION = 26;

  final List<Integer> batchSizes = new ArrayList<>();
  final Deque<RuntimeException> failures = new ArrayDeque<>();

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    batchSizes.add(segments.size());
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    return Response.from(segments.stream().map(s -> Embedding.from(letters(s.text()))).toList());
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  static float[] letters(String text) {
    float[] counts = new float[DIMENSION];
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= 'a' && c <= 'z') {
        counts[c - 'a']++;
      }
    }
    return counts;
  }
}
