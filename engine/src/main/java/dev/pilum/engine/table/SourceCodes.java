package dev.pilum.engine.table;

import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Codes of the vector columns of one source.
 *
 * <p>Safe for use by many threads.
 */
final class SourceCodes {
  private final HeapBudget budget;
  private final Map<Integer, CodedRows> columns = new HashMap<>();

  SourceCodes(Schema schema, HeapBudget budget) {
    this.budget = budget;
    for (Field field : schema.fields()) {
      if (helps(field)) {
        columns.put(field.id(), new CodedRows(field.metric(), budget));
      }
    }
  }

  /** Returns whether any column of a table has codes. */
  static boolean help(Schema schema) {
    return schema.fields().stream().anyMatch(SourceCodes::helps);
  }

  private static boolean helps(Field field) {
    return field.type() instanceof DataType.Vector type
        && CodedRows.help(type.element(), field.metric());
  }

  /** Returns none yet for a source of the same table, within the same budget. */
  SourceCodes emptyFor(Schema columnsNow) {
    return new SourceCodes(columnsNow, budget);
  }

  /** Returns the codes of a column, or {@code null} where it has none. */
  @Nullable CodedRows of(int fieldId) {
    return columns.get(fieldId);
  }

  /** Returns of how many of {@code rowCount} rows a column at most has no codes yet. */
  int uncoded(int rowCount) {
    int most = 0;
    for (CodedRows column : columns.values()) {
      most = Math.max(most, column.uncoded(rowCount));
    }
    return most;
  }

  /** Codes what is not coded yet, unless somebody else is at it. */
  void growTo(RecordBatch visible) {
    List<Field> fields = visible.fields();
    for (int i = 0; i < fields.size(); i++) {
      CodedRows column = columns.get(fields.get(i).id());
      if (column != null) {
        column.growTo(Vectors.block(visible.column(i)));
      }
    }
  }

  /** Codes all rows of a source to which none are added, but for columns that have a graph. */
  void codeAll(RecordBatch rows, Predicate<Integer> hasGraph) {
    List<Field> fields = rows.fields();
    for (int i = 0; i < fields.size(); i++) {
      CodedRows column = columns.get(fields.get(i).id());
      if (column != null && !hasGraph.test(fields.get(i).id())) {
        column.codeAll(Vectors.block(rows.column(i)));
      }
    }
  }

  /** Gives back the heap that codes of one column take. */
  void leaveHeap(int fieldId) {
    CodedRows column = columns.get(fieldId);
    if (column != null) {
      column.leaveHeap();
    }
  }

  void leaveHeap() {
    columns.values().forEach(CodedRows::leaveHeap);
  }
}
