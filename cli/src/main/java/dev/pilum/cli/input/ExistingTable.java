package dev.pilum.cli.input;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.Nullable;

/** A table that an import adds to rather than creates. */
final class ExistingTable {
  private ExistingTable() {}

  /**
   * Returns the table, having made sure that its key is the one that the user named, if any.
   *
   * @throws InvalidRequest when there is no such table or it has another key
   */
  static Table open(Database database, String name, @Nullable String wantedKey) {
    Table table = database.openTable(name);
    String key = table.schema().key();
    if (wantedKey != null && !ColumnName.of(wantedKey).equals(key)) {
      throw new InvalidRequest(
          "table '%s' is there already with %s; import without --key, or into another table"
              .formatted(name, key == null ? "no key" : "the key '" + key + "'"));
    }
    return table;
  }
}
