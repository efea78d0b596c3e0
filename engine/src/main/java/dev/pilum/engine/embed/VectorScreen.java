package dev.pilum.engine.embed;

import dev.pilum.RejectedVectors;
import dev.pilum.engine.row.RowReader;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Rows keep their numbers until all has been said about them, so that errors name the caller's rows: a row to be dropped is only marked,
 * and gets a vector of zeros that lets it pass the checks until it is taken out.
 */
/** What a policy makes of the vectors of one write. Once for each write; one thread. */
public final class VectorScreen {
  private final RejectedVectors policy;
  private final BitSet dropped = new BitSet();
  private final Map<String, BitSet> nulled = new HashMap<>();

  /** Makes a screen through which nothing has gone yet. */
  public VectorScreen(RejectedVectors policy) {
    this.policy = policy;
  }

  /** Returns the rows with vectors that the columns hold. */
  public List<Map<String, ?>> passed(Schema schema, List<? extends Map<String, ?>> rows) {
    List<Field> fields = schema.fields().stream().filter(VectorScreen::holdsVectors).toList();
    List<Map<String, ?>> passed = new ArrayList<>(rows.size());
    for (Map<String, ?> row : rows) {
      passed.add(passed(fields, row, passed.size()));
    }
    return passed;
  }

  private Map<String, ?> passed(List<Field> fields, Map<String, ?> row, int number) {
    Map<String, @Nullable Object> changed = null;
    for (Field field : fields) {
      Object value = row.getOrDefault(field.name(), null);
      String flaw = value == null ? null : VectorFlaw.of(field, value);
      if (flaw != null) {
        changed = changed == null ? new HashMap<>(row) : changed;
        changed.put(field.name(), reject(field, number, flaw) ? null : zeros(field));
      }
    }
    return changed == null ? row : changed;
  }

  /** As {@link #passed(Schema, List)}, of columns whose values nobody has checked. */
  public RecordBatch passed(Schema schema, RecordBatch rows) {
    List<Column> columns = new ArrayList<>(rows.columns());
    for (int i = 0; i < columns.size(); i++) {
      Field given = rows.fields().get(i);
      Field field = schema.has(given.name()) ? schema.field(given.name()) : given;
      if (holdsVectors(field) && DataType.same(field.type(), given.type())) {
        columns.set(i, passed(field, columns.get(i)));
      }
    }
    return new RecordBatch(rows.fields(), rows.rowCount(), columns);
  }

  private Column passed(Field field, Column column) {
    ColumnBuilder passed = ColumnBuilder.of(field.type(), Allocator.heap());
    for (int row = 0; row < column.length(); row++) {
      Object value = RowReader.value(column, row);
      String flaw = value == null ? null : VectorFlaw.of(field, value);
      if (flaw == null) {
        passed.appendRow(column, row);
      } else if (reject(field, row, flaw)) {
        passed.appendNull();
      } else {
        byte[] zeros = new byte[((DataType.Vector) field.type()).bytes()];
        passed.appendBytes(MemorySegment.ofArray(zeros), 0, zeros.length);
      }
    }
    return passed.view();
  }

  /**
   * Says that a vector is not to be written.
   *
   * @return whether the row goes on without it; else it is {@link #dropped}
   * @throws InvalidRequest when the policy says so
   */
  boolean reject(Field field, int row, String flaw) {
    switch (policy) {
      case ERROR ->
          throw new InvalidRequest("column '%s' %s in row %d".formatted(field.name(), flaw, row));
      case DROP_ROW -> dropped.set(row);
      case SET_NULL -> nulled.computeIfAbsent(field.name(), name -> new BitSet()).set(row);
    }
    return policy == RejectedVectors.SET_NULL;
  }

  /** Returns whether the row is to have no vector in this column. */
  boolean bars(Field field, int row) {
    BitSet rows = nulled.get(field.name());
    return rows != null && rows.get(row);
  }

  /** Returns the rows that are not written; not to be changed. */
  public BitSet dropped() {
    return dropped;
  }

  /** Returns how many vectors are not written though their rows are. */
  public long vectorsNulled() {
    return nulled.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  private static boolean holdsVectors(Field field) {
    return field.type() instanceof DataType.Vector;
  }

  private static float[] zeros(Field field) {
    return new float[((DataType.Vector) field.type()).dimension()];
  }
}
