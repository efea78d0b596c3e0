package dev.pilum.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * A filter's text and what was understood of it. Immutable: any thread may bind values to it.
 *
 * @param text the text, for errors
 * @param root the whole filter
 * @param positions how many question marks there are
 * @param named whether parameters have names instead
 * @param alias what the text calls the value, or {@code null}
 */
record SqlParse(SqlText text, SqlNode root, int positions, boolean named, @Nullable String alias) {
  /** What a text is to be. */
  private enum Kind {
    FILTER("filter"),
    ITEM("value");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * Parses a filter.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line, column and what was expected
   */
  static SqlParse of(String sql) {
    return parse(sql, Kind.FILTER);
  }

  /** Parses a value that may have a name behind AS; errors as {@link #of}. */
  static SqlParse item(String sql) {
    return parse(sql, Kind.ITEM);
  }

  private static SqlParse parse(String sql, Kind kind) {
    SqlText text = new SqlText(sql, kind.word);
    SqlNodes nodes = new SqlNodes(text);
    SqlParser parser = new SqlParser(text);
    Token start = parser.token;
    try {
      SqlNode root =
          switch (kind) {
            case FILTER -> parser.filter(nodes);
            case ITEM -> parser.item(nodes);
          };
      return new SqlParse(text, root, nodes.positions(), nodes.isNamed(), nodes.alias());
    } catch (ParseException noSuchText) {
      Token last = parser.token == null ? start : parser.token;
      throw nodes.unexpected(last, parser.getToken(1));
    }
  }
}
