package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Writes the statements that make, index and drop a collection's table. */
final class CollectionDdl {
  /** Kinds of indexes, in their names. */
  static final String TEXT = "text";

  static final String SCALAR = "scalar";

  private final PgSettings settings;
  private final CollectionName name;
  private final Schema schema;
  private final String table;
  private final String quoted;
  private final DdlRenderer renderer;

  CollectionDdl(PgSettings settings, CollectionName name, Schema schema) {
    this.settings = settings;
    this.name = name;
    this.schema = schema;
    this.table = name.table(settings.home());
    this.quoted = Names.quote(settings.schema(), table);
    MirrorOptions options =
        MirrorOptions.of(table).withSchema(settings.schema()).withIndex(settings.index());
    this.renderer = new DdlRenderer(schema, options);
  }

  /** Returns all statements, in order; each may run again. */
  List<String> all() {
    List<String> statements = new ArrayList<>();
    statements.add(DdlRenderer.createSchema(settings.schema()));
    statements.add(DdlRenderer.CREATE_EXTENSION);
    statements.addAll(table());
    return statements;
  }

  /** Returns the statements for the table and its indexes, behind schema and extension. */
  List<String> table() {
    List<String> statements = new ArrayList<>();
    statements.add(renderer.createTable(table));
    statements.add(new TableComment(name, schema).sql(quoted));
    for (TargetColumn column : renderer.columns()) {
      IndexPlan plan = IndexPlan.of(column.field(), column.name(), settings.index());
      if (plan.reason() == null) {
        statements.add(plan.sql(vectorIndex(column.field()), settings.schema(), table));
      }
      if (TextLeg.configuration(column.field()) != null) {
        statements.add(text(column.field()));
      }
    }
    return statements;
  }

  /** Returns the names of the indexes that {@link #table} makes. */
  List<String> indexNames() {
    List<String> names = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (IndexPlan.of(field, field.name(), settings.index()).reason() == null) {
        names.add(vectorIndex(field));
      }
      if (TextLeg.configuration(field) != null) {
        names.add(indexName(field, TEXT));
      }
    }
    return names;
  }

  /**
   * Returns the statement for the index of a column of vectors.
   *
   * @throws InvalidRequest when pgvector has none for it
   */
  String vector(Field field) {
    PgIndexKind kind = settings.index() == PgIndexKind.NONE ? PgIndexKind.HNSW : settings.index();
    IndexPlan plan = IndexPlan.of(field, field.name(), kind);
    if (plan.reason() != null) {
      throw new InvalidRequest(
          plan.reason() + "; no index was made, and searches of it compare all rows that match");
    }
    return plan.sql(vectorIndex(field), settings.schema(), table);
  }

  /**
   * Returns the name of a vector index: of the first column of vectors as the configuration has it,
   * or made of the column's.
   */
  String vectorIndex(Field field) {
    boolean named =
        settings.collection().equals(name.collection()) && !settings.indexName().isEmpty();
    return named && isFirst(field) ? settings.indexName() : indexName(field, "vector");
  }

  private boolean isFirst(Field field) {
    return schema.fields().stream()
        .filter(other -> other.type().vectors() != null)
        .findFirst()
        .filter(first -> first.name().equals(field.name()))
        .isPresent();
  }

  /** Returns the statement for the index of a column of text. */
  String text(Field field) {
    return "create index if not exists %s on %s using gin (%s)"
        .formatted(
            Names.quote(indexName(field, TEXT)),
            quoted,
            TextLeg.vector(field, Names.quote(field.name())));
  }

  /** Returns the statement for the index of a scalar column, or of a list of scalars. */
  String scalar(Field field) {
    return "create index if not exists %s on %s using %s (%s)"
        .formatted(
            Names.quote(indexName(field, SCALAR)),
            quoted,
            field.type().isScalar() ? "btree" : "gin",
            Names.quote(field.name()));
  }

  String drop() {
    return "drop table if exists " + quoted;
  }

  /** Returns the name of an index of a kind, {@link #TEXT} or {@link #SCALAR}. */
  String indexName(Field field, String kind) {
    return Names.distinct(table + "_" + field.name(), "_" + kind);
  }
}
