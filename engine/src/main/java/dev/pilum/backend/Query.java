package dev.pilum.backend;

import dev.pilum.Fusion;
import dev.pilum.Order;
import dev.pilum.Sql;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to find in a collection. Data, so that a backend can translate it; each method returns a
 * changed copy.
 *
 * @param ranking which rows come first
 * @param where which rows may come at all; a list of no conditions for all
 * @param columns which columns come back, in this order; none for all
 * @param limit how many rows at most, 1 or more
 * @param offset how many to pass over first, 0 or more
 */
public record Query(Ranking ranking, Filter where, List<String> columns, int limit, int offset) {
  /** How many rows come back where nothing is said. */
  public static final int DEFAULT_LIMIT = 10;

  public Query {
    columns = List.copyOf(columns);
    if (limit <= 0) {
      throw new InvalidRequest("limit must be positive");
    }
    if (offset < 0) {
      throw new InvalidRequest("offset must not be negative");
    }
  }

  private Query(Ranking ranking) {
    this(ranking, Filters.all(), List.of(), DEFAULT_LIMIT, 0);
  }

  /** Returns a query for the rows nearest to {@code vector}. */
  public static Query nearest(String column, float[] vector) {
    return new Query(new Ranking.Nearest(column, vector));
  }

  /** Returns a query for the rows whose text has these words; for all rows when it is blank. */
  public static Query words(String column, String words) {
    return words.isBlank() ? all() : new Query(new Ranking.Words(column, words));
  }

  /** Returns a query for all rows. */
  public static Query all() {
    return new Query(new Ranking.Ordered(List.of()));
  }

  /** Returns a query for rows drawn by chance. */
  public static Query sample(int rows, long seed) {
    return new Query(new Ranking.Sampled(seed)).limit(rows);
  }

  /**
   * Looks for words too, and ranks by both with {@link Fusion#DEFAULT}. Blank text changes nothing.
   *
   * @throws InvalidRequest when this is no query for near vectors
   */
  public Query text(String column, String words) {
    return text(column, words, Fusion.DEFAULT);
  }

  /** As {@link #text(String, String)}, ranked in another way. */
  public Query text(String column, String words, Fusion fusion) {
    if (words.isBlank()) {
      return this;
    }
    if (!(ranking instanceof Ranking.Nearest nearest)) {
      throw new InvalidRequest("only a query for near vectors can look for words too");
    }
    return with(new Ranking.Hybrid(nearest, new Ranking.Words(column, words), fusion));
  }

  /** Keeps the rows that match, in addition to earlier filters. */
  public Query where(Filter filter) {
    Filter both = isAll(where) ? filter : where.and(filter);
    return new Query(ranking, both, columns, limit, offset);
  }

  /**
   * Keeps the rows that match a condition in SQL, in addition to earlier filters; see {@link Sql}.
   *
   * @param condition a blank one matches every row
   * @param values one for each {@code ?}
   */
  public Query where(String condition, @Nullable Object... values) {
    return condition.isBlank() && values.length == 0 ? this : where(Sql.filter(condition, values));
  }

  /** Returns only these columns, in this order. */
  public Query select(String... names) {
    return new Query(ranking, where, List.of(names), limit, offset);
  }

  /** Returns at most this many rows. */
  public Query limit(int rows) {
    return new Query(ranking, where, columns, rows, offset);
  }

  /** Passes over this many rows first. */
  public Query offset(int rows) {
    return new Query(ranking, where, columns, limit, rows);
  }

  /**
   * Returns rows by these values, the first deciding.
   *
   * @throws InvalidRequest when there is a ranking already
   */
  public Query orderBy(Order... orders) {
    if (!(ranking instanceof Ranking.Ordered)) {
      throw new InvalidRequest("rows are ranked by the search; only Query.all() has another order");
    }
    return with(new Ranking.Ordered(List.of(orders)));
  }

  private Query with(Ranking changed) {
    return new Query(changed, where, columns, limit, offset);
  }

  /** Returns whether a filter is a list of no conditions, which every row matches. */
  static boolean isAll(Filter filter) {
    return filter instanceof Filter.And and && and.parts().isEmpty();
  }
}
