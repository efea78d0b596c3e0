package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.util.List;

/*
 * "create ... if not exists" is content with anything of that name. An index of another table would be taken for ours, which then has
 * none, and a table of somebody else would be filled in the place of a new one.
 */
/** Names in a schema of the target that are to be given, and that others may have. */
final class TakenNames {
  private TakenNames() {}

  /**
   * Checks that indexes of these names are a table's own, or not there.
   *
   * @throws InvalidRequest when another table has one
   */
  static void requireOwnIndexes(
      Session session, String schema, String table, List<String> indexes) {
    for (String index : indexes) {
      List<String> other =
          session.row(
              """
              select coalesce(t.relname, '') from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
              where n.nspname = ? and c.relname = ? and t.relname is distinct from ?\
              """,
              schema,
              index,
              table);
      if (other != null) {
        throw new InvalidRequest(
            "an index of table %s would have the name %s, which %s has; give that another name"
                .formatted(
                    Names.quote(schema, table),
                    Names.quote(index),
                    other.getFirst().isEmpty()
                        ? "something else"
                        : "one of table " + Names.quote(schema, other.getFirst())));
      }
    }
  }

  /**
   * Checks that there is no table of this name.
   *
   * @throws InvalidRequest when there is one
   */
  static void requireFree(Session session, String schema, String table) {
    String quoted = Names.quote(schema, table);
    if (session.text("select to_regclass(?)", quoted) != null) {
      throw new InvalidRequest(
          "a new table needs the name %s for a while, which another has; rename or drop that one, or use FullMode.MERGE (--mode merge)"
              .formatted(quoted));
    }
  }
}
