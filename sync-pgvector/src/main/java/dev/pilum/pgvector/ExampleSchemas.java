package dev.pilum.pgvector;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables to begin with, as schemas. */
public final class ExampleSchemas {
  private ExampleSchemas() {}

  /**
   * Returns the ten tables of an agent that answers questions about data: a tree of subjects, what
   * it was asked and told, what it knows of schemas, metrics and queries, and documents. Their
   * column of vectors is called {@code vector}.
   *
   * @param dimension of the vectors
   */
  public static Map<String, Schema> agent(int dimension) {
    Map<String, Schema> tables = new LinkedHashMap<>();
    tables.put(
        "subject_nodes",
        plain("node_id").field("parent_id", Types.utf8()).field("name", Types.utf8()).build());
    tables.put(
        "tasks",
        plain("task_id")
            .field("task_query", Types.utf8())
            .field("sql_query", Types.utf8())
            .field("status", Types.utf8())
            .build());
    tables.put(
        "feedback",
        plain("feedback_id")
            .field("task_id", Types.utf8())
            .field("status", Types.utf8())
            .field("comment", Types.utf8())
            .build());
    tables.put("schema_metadata", ofTable(dimension, "definition"));
    tables.put("schema_value", ofTable(dimension, "sample_rows"));
    tables.put("semantic_model", ofSubject(dimension, "description"));
    tables.put("metrics", ofSubject(dimension, "description"));
    tables.put("reference_sql", ofSubject(dimension, "sql"));
    tables.put("ext_knowledge", ofSubject(dimension, "explanation"));
    tables.put(
        "document",
        searched(plain("chunk_id"), dimension, "chunk_text")
            .field("title", Types.utf8())
            .field("source", Types.utf8())
            .field("chunk_no", Types.int32())
            .build());
    return tables;
  }

  /**
   * Returns the statements that create such tables with their indexes, in order.
   *
   * @param schema where in the database
   */
  public static DdlScript ddl(String schema, Map<String, Schema> tables) {
    List<String> dba = new ArrayList<>();
    List<String> app = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    tables.forEach((name, columns) -> {
      MirrorOptions options = MirrorOptions.of(name).withSchema(schema);
      DdlRenderer renderer = new DdlRenderer(columns, options);
      if (dba.isEmpty()) {
        dba.addAll(renderer.script(null).dba());
      }
      app.add(renderer.createTable(name));
      app.addAll(renderer.createIndexes(name, "", notes));
    });
    return new DdlScript(dba, app, notes);
  }

  private static Schema ofTable(int dimension, String text) {
    return searched(plain("identifier"), dimension, text)
        .field("catalog_name", Types.utf8())
        .field("database_name", Types.utf8())
        .field("schema_name", Types.utf8())
        .field("table_name", Types.utf8())
        .field("table_type", Types.utf8())
        .build();
  }

  private static Schema ofSubject(int dimension, String text) {
    return searched(plain("id"), dimension, text)
        .field("name", Types.utf8())
        .field("subject_node", Types.utf8())
        .field("tags", Types.list(Types.utf8()))
        .build();
  }

  private static SchemaBuilder plain(String key) {
    return Schema.builder()
        .key(key, Types.utf8())
        .field("namespace", Types.utf8())
        .field("created_at", Types.timestamp("UTC"))
        .field("updated_at", Types.timestamp("UTC"));
  }

  private static SchemaBuilder searched(SchemaBuilder table, int dimension, String text) {
    return table.text(text).vector("vector", dimension, Metric.COSINE);
  }
}
