package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the tables of collections in the database's own catalogs. Belongs to one session. */
final class CollectionCatalog {
  private static final String TABLES =
      """
      select c.relname, obj_description(c.oid, 'pg_class')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ? and c.relkind in ('r', 'p')\
      """;

  private final Session session;
  private final PgSettings settings;

  CollectionCatalog(Session session, PgSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /**
   * Returns the names of the collections of a namespace that backends made, sorted: those that
   * {@link #find} finds, and not tables that somebody renamed or copied, comment and all.
   */
  List<String> names(String namespace) {
    List<String> names = new ArrayList<>();
    for (List<String> row : session.rows(TABLES, settings.schema())) {
      TableComment comment = TableComment.read(row.get(1));
      if (comment != null
          && comment.name().namespace().equals(namespace)
          && comment.name().table(settings.home()).equals(row.getFirst())) {
        names.add(comment.name().collection());
      }
    }
    names.sort(null);
    return names;
  }

  /**
   * Returns the collection's table, or {@code null} when there is none. Any table of its name is
   * one, if it has a key of one column and is not another collection's.
   */
  @Nullable FoundTable find(CollectionName name) {
    String table = name.table(settings.home());
    List<String> row = session.row(TABLES + " and c.relname = ?", settings.schema(), table);
    if (row == null) {
      return null;
    }
    TableComment comment = TableComment.read(row.get(1));
    if (comment != null && !comment.name().equals(name)) {
      throw new InvalidRequest(
          "Table %s is the collection '%s' of namespace '%s'"
              .formatted(table, comment.name().collection(), comment.name().namespace()));
    }
    Schema schema = comment == null ? adopted(table) : comment.schema();
    String quoted = Names.quote(settings.schema(), table);
    List<VectorIndex> indexes = VectorIndex.of(session, quoted);
    return new FoundTable(name, table, quoted, schema, comment != null, indexes);
  }

  /** Returns a table with the indexes that it has now; its columns are those it was found with. */
  FoundTable reread(FoundTable found) {
    return new FoundTable(
        found.name(),
        found.table(),
        found.quoted(),
        found.schema(),
        found.own(),
        VectorIndex.of(session, found.quoted()));
  }

  private Schema adopted(String table) {
    return new AdoptedTable(session, Names.quote(settings.schema(), table)).schema();
  }
}
