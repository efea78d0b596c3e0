package dev.pilum.storage.keys;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;

/**
 * A column read as primary keys. Every row has a value: key columns are never null. No call but
 * {@link #bytesAt} allocates.
 *
 * <p>Safe for use by many threads, for as long as the column's memory lives.
 */
public sealed interface KeyReader permits IntegerKeys, FixedKeys, VariableKeys {
  /**
   * Returns a reader of {@code column}.
   *
   * @throws InvalidRequest when its type cannot be a primary key
   */
  static KeyReader of(Column column) {
    // Not a switch: linking one costs a fresh process milliseconds before its first lookup.
    DataType type = column.type();
    if (type instanceof DataType.Int integer) {
      return new IntegerKeys(column.bytes(), column.length(), integer);
    }
    if (type instanceof DataType.Uuid) {
      return new FixedKeys(column.bytes(), column.length(), 2 * Long.BYTES);
    }
    if (type instanceof DataType.Utf8 || type instanceof DataType.Binary) {
      return new VariableKeys(column);
    }
    throw new InvalidRequest(
        "a primary key is an integer, utf8, binary or uuid column, not " + type.describe());
  }

  /** Returns how many rows there are. */
  int length();

  /** Returns the {@link KeyHash} of the row's key. */
  long hashAt(int row);

  /** Returns whether the row's key has these canonical bytes. */
  boolean equalsAt(int row, byte[] key);

  /**
   * Returns whether the row's key equals that of a row of {@code other}, which reads keys of the
   * same kind.
   */
  boolean equalsAt(int row, KeyReader other, int otherRow);

  /** Returns the canonical bytes of the row's key, in a new array. */
  byte[] bytesAt(int row);

  /**
   * Writes the hashes of all rows to the beginning of {@code target}, which is at least {@link
   * #length} long.
   */
  default void hashAll(long[] target) {
    int rows = length();
    for (int row = 0; row < rows; row++) {
      target[row] = hashAt(row);
    }
  }
}
