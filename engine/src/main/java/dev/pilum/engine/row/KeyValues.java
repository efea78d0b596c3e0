package dev.pilum.engine.row;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Turns keys that a caller looks up into the key column's own values. */
public final class KeyValues {
  private KeyValues() {}

  /**
   * Returns the key as a column of one row.
   *
   * @throws InvalidRequest when {@code key} is null, empty, or nothing that the key column can hold
   */
  public static Column one(Field keyField, @Nullable Object key) {
    return all(keyField, Collections.singletonList(key));
  }

  /** Returns the keys as a column, in their order; errors as in {@link #one}. */
  public static Column all(Field keyField, Collection<? extends @Nullable Object> keys) {
    CellWriter cells = CellWriter.ofKeys(keyField);
    for (Object key : keys) {
      cells.append(key);
    }
    Column column = cells.column();
    BatchCheck.checkNoEmptyKey(keyField, column);
    return column;
  }

  /**
   * Returns the key's field.
   *
   * @throws InvalidRequest when the table has no key
   */
  public static Field field(Schema schema) {
    Field field = schema.keyField();
    if (field == null) {
      throw new InvalidRequest(
          "the table has no key; columns: " + String.join(", ", schema.names()));
    }
    return field;
  }
}
