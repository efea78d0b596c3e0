package dev.pilum.pgvector;

import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Three queries that say whether a database is set up: the extension is enabled, the tables are
 * there, and so are their columns of vectors. They need no rights to any row.
 */
public final class SetupQueries {
  private final PgTarget target;
  private final String schema;
  private final List<String> tables = new ArrayList<>();
  private final List<List<String>> vectors = new ArrayList<>();

  private SetupQueries(PgTarget target, String schema) {
    this.target = target;
    this.schema = schema;
  }

  /** Returns the queries for tables by name, such as those of {@link ExampleSchemas}. */
  public static SetupQueries ofTables(PgTarget target, String schema, Map<String, Schema> tables) {
    SetupQueries queries = new SetupQueries(target, schema);
    tables.forEach(
        (name, columns) -> queries.add(name, TargetColumn.of(columns, MirrorOptions.of(name))));
    return queries;
  }

  /** Returns the queries for a mirror of a table of these columns. */
  public static SetupQueries ofMirror(PgTarget target, MirrorOptions options, Schema columns) {
    SetupQueries queries = new SetupQueries(target, options.schema());
    queries.add(options.table(), TargetColumn.of(columns, options));
    queries.tables.add(DdlRenderer.SYNC_TABLE);
    return queries;
  }

  private void add(String table, List<TargetColumn> columns) {
    tables.add(table);
    for (TargetColumn column : columns) {
      if (column.field().type().vectors() != null) {
        String type = column.type().base();
        vectors.add(List.of(table, column.name(), column.type().array() ? "_" + type : type));
      }
    }
  }

  /** Runs them; changes nothing. */
  public List<SetupQuery> run() {
    try (Session session = Session.open(target, schema)) {
      return List.of(extension(session), tables(session), vectors(session));
    }
  }

  private static SetupQuery extension(Session session) {
    String sql = "select extname, extversion from pg_extension where extname = 'vector'";
    List<List<String>> found = session.rows(sql);
    return new SetupQuery(
        sql, found, found.isEmpty() ? List.of(List.of("extension vector")) : List.of());
  }

  private SetupQuery tables(Session session) {
    String sql =
        "select table_name from information_schema.tables where table_schema = %s and table_name in (%s) order by 1"
            .formatted(Names.literal(schema), literals(tables));
    return query(session, sql, tables.stream().map(List::of).toList());
  }

  private SetupQuery vectors(Session session) {
    List<String> columns =
        List.copyOf(
            vectors.stream().map(row -> row.get(1)).collect(Collectors.toCollection(TreeSet::new)));
    String sql =
        "select table_name, column_name, udt_name from information_schema.columns where table_schema = %s and column_name in (%s) order by 1, 2"
            .formatted(Names.literal(schema), columns.isEmpty() ? "''" : literals(columns));
    return query(session, sql, vectors);
  }

  private static SetupQuery query(Session session, String sql, List<List<String>> expected) {
    List<List<String>> found = session.rows(sql);
    List<List<String>> missing = expected.stream().filter(row -> !found.contains(row)).toList();
    return new SetupQuery(sql, found, missing);
  }

  private static String literals(List<String> names) {
    return names.stream().map(Names::literal).collect(Collectors.joining(", "));
  }
}
