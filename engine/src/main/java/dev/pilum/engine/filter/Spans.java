package dev.pilum.engine.filter;

import dev.pilum.storage.scalar.Span;
import java.util.List;

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

  /** Returns spans whose every value passes. */
  static Spans exactly(List<Span> spans) {
    return new Spans(spans, true);
  }

  /** Returns one span whose every value passes. */
  static Spans exactly(Span span) {
    return new Spans(List.of(span), true);
  }
}
