package dev.pilum.pgvector;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table of a collection as it is in the database.
 *
 * @param name whose it is
 * @param table its name there
 * @param quoted the same with its schema, in quotes
 * @param schema its columns
 * @param own whether a backend made it; others are read and written, but never dropped
 * @param vectorIndexes its HNSW and IVFFlat indexes
 */
record FoundTable(
    CollectionName name,
    String table,
    String quoted,
    Schema schema,
    boolean own,
    List<VectorIndex> vectorIndexes) {
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

  /**
   * Returns what a search for near vectors in a column sorts by to use an index, the column itself
   * where it can; {@code null} when no index serves it.
   */
  VectorIndex.@Nullable Over indexed(Field field) {
    return vectorIndexes.stream()
        .map(index -> index.serves(field))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
