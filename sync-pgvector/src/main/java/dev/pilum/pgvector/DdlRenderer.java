package dev.pilum.pgvector;

import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the statements that make a target ready for a table. */
final class DdlRenderer {
  /** The table in which a target remembers what it holds. */
  static final String SYNC_TABLE = "pilum_sync";

  static final String CREATE_EXTENSION = "create extension if not exists vector";

  private final Schema schema;
  private final MirrorOptions options;
  private final List<TargetColumn> columns;

  DdlRenderer(Schema schema, MirrorOptions options) {
    this.schema = schema;
    this.options = options;
    this.columns = TargetColumn.of(schema, options);
  }

  /**
   * Returns the script.
   *
   * @param role who mirrors and gets the rights to; {@code null} for no grants
   */
  DdlScript script(@Nullable String role) {
    List<String> app = new ArrayList<>();
    app.add(createTable(options.table()));
    List<String> notes = new ArrayList<>();
    app.addAll(createIndexes(options.table(), "", notes));
    app.add(createSyncTable(options.schema()));
    return new DdlScript(dba(role), app, notes);
  }

  private List<String> dba(@Nullable String role) {
    List<String> dba = new ArrayList<>();
    dba.add(CREATE_EXTENSION);
    dba.add(createSchema(options.schema()));
    if (role != null) {
      dba.add(grantSchema(options.schema(), role));
    }
    return dba;
  }

  /** Returns the statement that creates the target's table under a name. */
  String createTable(String table) {
    StringBuilder sql = new StringBuilder("create table if not exists ");
    sql.append(Names.quote(options.schema(), table)).append(" (\n");
    for (int i = 0; i < columns.size(); i++) {
      TargetColumn column = columns.get(i);
      sql.append("  ").append(column.quoted()).append(' ').append(column.type().sql());
      if (column.field().name().equals(schema.key())) {
        sql.append(" primary key");
      } else if (!column.field().nullable()) {
        sql.append(" not null");
      }
      sql.append(i + 1 < columns.size() ? ",\n" : "\n");
    }
    return sql.append(')').toString();
  }

  /**
   * Returns the statements that create the indexes of vector columns.
   *
   * @param suffix goes behind their names
   * @param notes gets a line for each column that has none
   */
  List<String> createIndexes(String table, String suffix, List<String> notes) {
    List<String> statements = new ArrayList<>();
    for (TargetColumn column : columns) {
      if (column.field().type().vectors() == null) {
        continue;
      }
      IndexPlan plan = IndexPlan.of(column.field(), column.name(), options.index());
      if (plan.reason() == null) {
        statements.add(plan.sql(indexName(column, plan, suffix), options.schema(), table));
      } else {
        notes.add("no index: " + plan.reason());
      }
    }
    return statements;
  }

  private String indexName(TargetColumn column, IndexPlan plan, String suffix) {
    return Names.distinct(options.table() + "_" + column.name(), "_" + plan.method() + suffix);
  }

  /** Returns the names that {@link #createIndexes} gives, with and without a suffix. */
  List<String> indexNames(String suffix) {
    return List.copyOf(indexes(suffix).keySet());
  }

  /** Returns the {@linkplain IndexPlan#options options} of the indexes by their names. */
  Map<String, String> indexOptions() {
    return indexes("");
  }

  private Map<String, String> indexes(String suffix) {
    Map<String, String> indexes = new LinkedHashMap<>();
    for (TargetColumn column : columns) {
      if (column.field().type().vectors() != null) {
        IndexPlan plan = IndexPlan.of(column.field(), column.name(), options.index());
        if (plan.reason() == null) {
          indexes.put(indexName(column, plan, suffix), plan.options());
        }
      }
    }
    return indexes;
  }

  /** Returns the columns as the target has them. */
  List<TargetColumn> columns() {
    return columns;
  }

  /** Returns the statement that creates a schema. */
  static String createSchema(String schema) {
    return "create schema if not exists " + Names.quote(schema);
  }

  /** Returns the statement that lets a role create tables in a schema. */
  static String grantSchema(String schema, String role) {
    return "grant usage, create on schema %s to %s"
        .formatted(Names.quote(schema), Names.quote(role));
  }

  /** Returns the statement that creates the table of watermarks. */
  static String createSyncTable(String schema) {
    return """
    create table if not exists %s (
      target_table text primary key,
      source_table_id text not null,
      version bigint not null,
      within_version bigint not null,
      up_to_version bigint not null,
      commit_id text not null,
      feed text not null,
      columns text not null,
      synced_at timestamptz not null
    )\
    """
        .formatted(Names.quote(schema, SYNC_TABLE));
  }
}
