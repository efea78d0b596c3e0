package dev.pilum.pgvector;

import java.util.List;

/**
 * One of the queries that say whether a database is set up, as anybody can run it, and its answer.
 *
 * @param sql the query
 * @param found the rows that came, as texts
 * @param missing rows that should have come and did not
 */
public record SetupQuery(String sql, List<List<String>> found, List<List<String>> missing) {
  /** Copies the lists. */
  public SetupQuery {
    found = List.copyOf(found);
    missing = List.copyOf(missing);
  }

  /** Returns whether all is there that should be. */
  public boolean passed() {
    return missing.isEmpty();
  }
}
