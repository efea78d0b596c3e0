package dev.pilum.engine.filter;

import dev.pilum.engine.filter.Condition.Leaf;
import dev.pilum.filter.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins conditions by "and": conjunctions inside become part of it, and tests of one column whose
 * values lie in known places become one test. So {@code BETWEEN}, and two comparisons that mean the
 * same, are one range for kernels, zone maps and indexes.
 */
final class Conjunction {
  /** More tests of one column are joined anew: they nest. */
  private static final int MOST_JOINED = 16;

  private final List<Condition> parts = new ArrayList<>();
  private final Map<String, Joined> joined = new HashMap<>();

  private Conjunction() {}

  /** Tests of a column that have become one. */
  private record Joined(int place, List<Filter> filters, ColumnTest test) {}

  /** Returns the condition that all parts hold. */
  static Condition of(List<Condition> parts) {
    Conjunction all = new Conjunction();
    parts.forEach(all::add);
    return all.parts.size() == 1 ? all.parts.getFirst() : new Condition.All(List.copyOf(all.parts));
  }

  private void add(Condition part) {
    switch (part) {
      case Condition.All(List<Condition> inner) -> inner.forEach(this::add);
      case Leaf leaf
          when leaf.condition() instanceof Condition.OnValue(Value.Stored stored, ColumnTest test)
              && canJoin(test) ->
          join(leaf, stored, test);
      default -> parts.add(part);
    }
  }

  private static boolean canJoin(ColumnTest test) {
    Spans spans = test.spans();
    return spans != null && spans.exact();
  }

  private void join(Leaf leaf, Value.Stored stored, ColumnTest test) {
    Joined before = joined.get(stored.column());
    if (before == null || before.filters().size() == MOST_JOINED) {
      joined.put(stored.column(), new Joined(parts.size(), List.of(leaf.filter()), test));
      parts.add(leaf);
      return;
    }
    List<Filter> filters = new ArrayList<>(before.filters());
    filters.add(leaf.filter());
    Joined both = new Joined(before.place(), filters, ColumnTest.Each.of(before.test(), test));
    joined.put(stored.column(), both);
    parts.set(
        both.place(),
        new Leaf(
            new Filter.And(filters), new Condition.OnValue(stored, both.test()), leaf.columns()));
  }
}
