package dev.pilum.engine.filter;

import dev.pilum.filter.Filter;
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
   *     when a value cannot be compared with its column, naming column, type and value; when it is
   *     nested more than 200 deep or a list has more than 100,000 values
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

  private static void collect(Filter filter, Set<String> columns) {
    switch (filter) {
      case Filter.Compare c -> columns.add(c.column());
      case Filter.In i -> columns.add(i.column());
      case Filter.Like l -> columns.add(l.column());
      case Filter.IsNull n -> columns.add(n.column());
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
