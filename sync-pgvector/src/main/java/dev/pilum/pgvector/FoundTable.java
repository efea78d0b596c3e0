package dev.pilum.pgvector;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Objects;

/**
 * The table of a collection as it is in the database.
 *
 * @param name whose it is
 * @param table its name there
 * @param quoted the same with its schema, in quotes
 * @param schema its columns
 * @param own whether a backend made it; others are read and written, but never dropped
 * @param vectorIndexes what its HNSW and IVFFlat indexes are over, as PostgreSQL writes it
 */
record FoundTable(
    CollectionName name,
    String table,
    String quoted,
    Schema schema,
    boolean own,
    List<String> vectorIndexes) {
  FoundTable {
    vectorIndexes = List.copyOf(vectorIndexes);
  }

  Field key() {
    return Objects.requireNonNull(schema.keyField());
  }

  /** Returns the columns as they are sent. */
  List<TargetColumn> columns(List<Field> fields) {
    return fields.stream().map(field -> TargetColumn.of(field, field.name())).toList();
  }

  /** Returns whether there is an index of the vectors in a column. */
  boolean hasVectorIndex(String column) {
    return vectorIndexes.stream()
        .map(over -> over.replace("\"", ""))
        .anyMatch(over -> over.equals(column) || over.contains("(" + column + ")::"));
  }
}
