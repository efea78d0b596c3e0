package dev.pilum.engine.filter;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Function;
import dev.pilum.storage.schema.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks at filters without rows. */
public final class FilterCheck {
  private FilterCheck() {}

  /**
   * Checks a filter against a schema.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a column is unknown, naming the nearest;
   *     when a value cannot be compared with its column, naming column, type and value; when a
   *     function does not take what it is given; when it is nested more than 200 deep, has more
   *     than 200,000 parts, or a list more than 100,000 values
   */
  public static void check(Filter filter, Schema schema) {
    new FilterCompiler(schema).compile(filter);
  }

  /**
   * Returns the names of the columns that a checked filter reads, each once, in the order of their
   * first mention.
   */
  public static Set<String> columns(Filter filter) {
    Set<String> columns = new LinkedHashSet<>();
    collect(filter, columns);
    return columns;
  }

  /** Returns how many arguments a function takes, in words. */
  public static String counts(Function function) {
    int least = function.leastArguments();
    int most = function.mostArguments();
    String count = least == most ? "" + least : least + " to " + most;
    return count + (most == 1 ? " argument" : " arguments");
  }

  /** Adds the columns that an expression reads. */
  static void collect(Expression expression, Set<String> columns) {
    switch (expression) {
      case Expression.Column c -> columns.add(c.name());
      case Expression.Member m -> collect(m.struct(), columns);
      case Expression.Literal l -> {}
      case Expression.Calculation c -> {
        collect(c.left(), columns);
        collect(c.right(), columns);
      }
      case Expression.Call c -> c.arguments().forEach(argument -> collect(argument, columns));
      case Expression.Cast c -> collect(c.operand(), columns);
      case Expression.Truth t -> collect(t.condition(), columns);
    }
  }

  private static void collect(Filter filter, Set<String> columns) {
    switch (filter) {
      case Filter.Compare c -> {
        collect(c.left(), columns);
        collect(c.right(), columns);
      }
      case Filter.In i -> collect(i.operand(), columns);
      case Filter.Like l -> collect(l.operand(), columns);
      case Filter.Matches m -> collect(m.operand(), columns);
      case Filter.HasAny h -> collect(h.list(), columns);
      case Filter.HasAll h -> collect(h.list(), columns);
      case Filter.IsNull n -> collect(n.operand(), columns);
      case Filter.And a -> collectEach(a.parts(), columns);
      case Filter.Or o -> collectEach(o.parts(), columns);
      case Filter.Not n -> collect(n.part(), columns);
    }
  }

  private static void collectEach(List<Filter> parts, Set<String> columns) {
    for (Filter part : parts) {
      collect(part, columns);
    }
  }
}
