package dev.pilum.cli.input;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches of a file's rows, each joined with the vector of the same number. */
final class RowBatches implements Batches {
  private final Table table;
  private final RowSource source;
  private final @Nullable VectorFile vectors;
  private final String vectorColumn;
  private final Map<String, String> cleanNames = new HashMap<>();

  RowBatches(Table table, RowSource source, @Nullable VectorFile vectors, String vectorColumn) {
    this.table = table;
    this.source = source;
    this.vectors = vectors;
    this.vectorColumn = vectorColumn;
  }

  @Override
  public Batch next(int rows) {
    BatchBuilder batch = table.newBatch();
    columns(rows).forEach(batch::values);
    VectorFile beside = vectors;
    if (beside != null) {
      batch.vectors(vectorColumn, beside.nextFloats(rows));
    }
    return batch.build();
  }

  private Map<String, List<@Nullable Object>> columns(int rows) {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    for (int filled = 0; filled < rows; filled++) {
      Map<String, @Nullable Object> row = source.next();
      if (row == null) {
        throw new InvalidRequest(
            source.place() + ": the file became shorter while it was read; import it again");
      }
      for (Map.Entry<String, @Nullable Object> value : row.entrySet()) {
        String name = cleanNames.computeIfAbsent(value.getKey(), ColumnName::of);
        List<@Nullable Object> column = columns.get(name);
        if (column == null) {
          column = new ArrayList<@Nullable Object>(rows);
          columns.put(name, column);
        }
        pad(column, filled);
        column.add(fit(name, value.getValue()));
      }
    }
    for (List<@Nullable Object> column : columns.values()) {
      pad(column, rows);
    }
    return columns;
  }

  private @Nullable Object fit(String column, @Nullable Object value) {
    DataType type = table.schema().field(column).type();
    try {
      return Fitting.fit(type, value);
    } catch (InvalidRequest e) {
      throw new InvalidRequest(
          "%s: column '%s': %s".formatted(source.place(), column, e.getMessage()), e);
    }
  }

  private static void pad(List<@Nullable Object> column, int length) {
    while (column.size() < length) {
      column.add(null);
    }
  }
}
