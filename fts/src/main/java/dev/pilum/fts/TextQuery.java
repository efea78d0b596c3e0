package dev.pilum.fts;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What to look for in text columns, as data: immutable, made by the factories here or by {@link
 * TextQueryParser}. Text is cut into terms by the analyzer of the column in which it is looked for.
 *
 * <p>Rows are scored by BM25 (k1 1.2, b 0.75). Of all the terms of a query, the first {@value
 * #MOST_TERMS} different ones count.
 */
public sealed interface TextQuery {
  /** Terms of a query beyond so many are not looked for. */
  int MOST_TERMS = 1_000;

  /**
   * A column to look in.
   *
   * @param name a text column
   * @param weight how much it counts beside others, above 0
   */
  record Column(String name, float weight) {
    public Column {
      require(weight > 0 && weight < Float.POSITIVE_INFINITY, "a weight is above 0, got " + weight);
    }

    /** Returns a column of weight 1. */
    public static Column of(String name) {
      return new Column(name, 1);
    }
  }

  /** How many of a text's terms a row must have. */
  sealed interface Minimum {
    /** One is enough. */
    Minimum ANY = new Terms(1);

    /** All of them. */
    Minimum ALL = new Percent(100);

    /**
     * So many, or all where the text has fewer.
     *
     * @param count at least 1
     */
    record Terms(int count) implements Minimum {
      public Terms {
        require(count >= 1, "a row must have at least 1 term, got " + count);
      }
    }

    /**
     * This part of them, rounded down, but at least one.
     *
     * @param percent 0 to 100
     */
    record Percent(int percent) implements Minimum {
      public Percent {
        require(percent >= 0 && percent <= 100, "percent are 0 to 100, got " + percent);
      }
    }
  }

  /**
   * Rows with terms of a text; the more and the rarer, the better. Over several columns that are
   * analysed alike the terms count as if they stood in one text (BM25F); otherwise the best column
   * counts.
   *
   * @param text finds nothing when it has no terms
   * @param minimum how many terms a row must have
   * @param columns where to look; empty for the columns of the search
   */
  record Match(String text, Minimum minimum, List<Column> columns) implements TextQuery {
    public Match {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Rows with the terms of a text side by side and in order.
   *
   * @param slop how many places terms may be moved; 0 for an exact phrase
   * @param columns where to look; empty for the columns of the search
   */
  record Phrase(String text, int slop, List<Column> columns) implements TextQuery {
    public Phrase {
      require(slop >= 0, "slop must not be negative, got " + slop);
      columns = List.copyOf(columns);
    }
  }

  /**
   * Rows with a term that starts like this. The text is one term, not stemmed; all rows score
   * alike.
   *
   * @param columns where to look; empty for the columns of the search
   */
  record Prefix(String text, List<Column> columns) implements TextQuery {
    public Prefix {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Rows with terms close to those of a text: of each the 50 closest, so that it counts as 50 of
   * the {@value #MOST_TERMS} terms of a query.
   *
   * @param edits characters inserted, deleted, changed or swapped with their neighbour, 0 to 2
   * @param columns where to look; empty for the columns of the search
   */
  record Fuzzy(String text, int edits, List<Column> columns) implements TextQuery {
    public Fuzzy {
      require(edits >= 0 && edits <= 2, "edits are 0 to 2, got " + edits);
      columns = List.copyOf(columns);
    }
  }

  /**
   * Queries joined. Rows match all of {@code must}, none of {@code mustNot}, and at least {@code
   * minimumShould} of {@code should}; scores of what matches are added. Without {@code must} at
   * least one of {@code should} matches, if there are any. A part without terms, such as one of
   * stop words only, is passed over; if all of {@code must} and {@code should} are, nothing
   * matches.
   */
  record Bool(
      List<TextQuery> must, List<TextQuery> should, List<TextQuery> mustNot, int minimumShould)
      implements TextQuery {
    public Bool {
      must = List.copyOf(must);
      should = List.copyOf(should);
      mustNot = List.copyOf(mustNot);
      require(
          minimumShould >= 0 && minimumShould <= should.size(),
          "of %d queries at least %d cannot match".formatted(should.size(), minimumShould));
    }
  }

  /**
   * The same rows with other scores.
   *
   * @param factor by which scores are multiplied, 0 or more
   */
  record Boost(TextQuery query, float factor) implements TextQuery {
    public Boost {
      require(
          factor >= 0 && factor < Float.POSITIVE_INFINITY, "a boost is 0 or more, got " + factor);
    }
  }

  /** Returns a query for rows with any terms of {@code text}. */
  static TextQuery match(String text) {
    return new Match(text, Minimum.ANY, List.of());
  }

  /** Returns a query for rows with all terms of {@code text}. */
  static TextQuery matchAll(String text) {
    return new Match(text, Minimum.ALL, List.of());
  }

  /** Returns a query for rows with so many terms of {@code text}. */
  static TextQuery match(String text, Minimum minimum) {
    return new Match(text, minimum, List.of());
  }

  /** Returns a query for rows with exactly these terms in this order. */
  static TextQuery phrase(String text) {
    return new Phrase(text, 0, List.of());
  }

  /** Returns a query for rows with these terms in about this order. */
  static TextQuery phrase(String text, int slop) {
    return new Phrase(text, slop, List.of());
  }

  /** Returns a query for rows with a term that starts with {@code text}. */
  static TextQuery prefix(String text) {
    return new Prefix(text, List.of());
  }

  /** Returns a query for rows with terms at most so many edits away from those of {@code text}. */
  static TextQuery fuzzy(String text, int edits) {
    return new Fuzzy(text, edits, List.of());
  }

  /** Returns a query for rows that match all. */
  static TextQuery all(TextQuery... queries) {
    return new Bool(List.of(queries), List.of(), List.of(), 0);
  }

  /** Returns a query for rows that match any; what matches more scores more. */
  static TextQuery any(TextQuery... queries) {
    return new Bool(List.of(), List.of(queries), List.of(), Math.min(1, queries.length));
  }

  /** Returns this query without the rows that match {@code other}. */
  default TextQuery andNot(TextQuery other) {
    return new Bool(List.of(this), List.of(), List.of(other), 0);
  }

  /** Returns this query with scores multiplied. */
  default TextQuery boost(float factor) {
    return new Boost(this, factor);
  }

  /** Returns this query, looking in these columns wherever it has not yet been said where. */
  default TextQuery in(String... names) {
    List<Column> columns = new ArrayList<>(names.length);
    for (String name : names) {
      columns.add(Column.of(name));
    }
    return in(columns);
  }

  /** Returns this query, looking in these columns wherever it has not yet been said where. */
  default TextQuery in(List<Column> columns) {
    return switch (this) {
      case Match m -> m.columns.isEmpty() ? new Match(m.text, m.minimum, columns) : m;
      case Phrase p -> p.columns.isEmpty() ? new Phrase(p.text, p.slop, columns) : p;
      case Prefix p -> p.columns.isEmpty() ? new Prefix(p.text, columns) : p;
      case Fuzzy f -> f.columns.isEmpty() ? new Fuzzy(f.text, f.edits, columns) : f;
      case Boost(TextQuery query, float factor) -> new Boost(query.in(columns), factor);
      case Bool b ->
          new Bool(
              allIn(b.must, columns),
              allIn(b.should, columns),
              allIn(b.mustNot, columns),
              b.minimumShould);
    };
  }

  private static List<TextQuery> allIn(List<TextQuery> queries, List<Column> columns) {
    List<TextQuery> changed = new ArrayList<>(queries.size());
    for (TextQuery query : queries) {
      changed.add(query.in(columns));
    }
    return changed;
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
