package dev.pilum.engine.filter;

import dev.pilum.storage.scalar.Cut;
import dev.pilum.storage.scalar.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the values that pass a test lie in the order of their type.
 *
 * @param spans sorted, not overlapping; none when nothing passes
 * @param exact whether every value in them passes; if not, no value outside of them does
 */
record Spans(List<Span> spans, boolean exact) {
  Spans {
    spans = List.copyOf(spans);
  }

  /** Returns where the values lie that pass both tests. */
  Spans and(Spans other) {
    List<Span> both = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < spans.size() && j < other.spans.size()) {
      Span one = spans.get(i);
      Span two = other.spans.get(j);
      Span common = new Span(later(one.low(), two.low()), earlier(one.high(), two.high()));
      if (!isEmpty(common)) {
        both.add(common);
      }
      boolean oneEndsFirst = one.high() != null && Objects.equals(common.high(), one.high());
      i += oneEndsFirst ? 1 : 0;
      j += oneEndsFirst ? 0 : 1;
    }
    return new Spans(both, exact && other.exact);
  }

  private static boolean isEmpty(Span span) {
    return span.low() != null && span.high() != null && span.low().compareTo(span.high()) >= 0;
  }

  private static @Nullable Cut later(@Nullable Cut a, @Nullable Cut b) {
    return a == null ? b : b == null || a.compareTo(b) >= 0 ? a : b;
  }

  private static @Nullable Cut earlier(@Nullable Cut a, @Nullable Cut b) {
    return a == null ? b : b == null || a.compareTo(b) <= 0 ? a : b;
  }

  /** Returns spans whose every value passes. */
  static Spans exactly(List<Span> spans) {
    return new Spans(spans, true);
  }

  /** Returns one span whose every value passes. */
  static Spans exactly(Span span) {
    return new Spans(List.of(span), true);
  }
}
