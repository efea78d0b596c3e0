package dev.pilum.engine.sql;

/**
 * A filter's text and what was understood of it. Immutable: any thread may bind values to it.
 *
 * @param text the text, for errors
 * @param root the whole filter
 * @param positions how many question marks there are
 * @param named whether parameters have names instead
 */
record SqlParse(SqlText text, SqlNode root, int positions, boolean named) {
  /**
   * Parses a filter.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line, column and what was expected
   */
  static SqlParse of(String sql) {
    SqlText text = new SqlText(sql);
    SqlNodes nodes = new SqlNodes(text);
    SqlParser parser = new SqlParser(text);
    Token start = parser.token;
    try {
      SqlNode root = parser.filter(nodes);
      return new SqlParse(text, root, nodes.positions(), nodes.isNamed());
    } catch (ParseException noSuchFilter) {
      Token last = parser.token == null ? start : parser.token;
      throw nodes.unexpected(last, parser.getToken(1));
    }
  }
}
