package dev.pilum.engine.read;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;

/** Names of columns turned into their places. */
final class Projection {
  private Projection() {}

  static int[] all(Schema schema) {
    int[] columns = new int[schema.fields().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    return columns;
  }

  static int[] of(Schema schema, String[] names) {
    if (names.length == 0) {
      throw new InvalidRequest(
          "select needs at least one column; columns: " + String.join(", ", schema.names()));
    }
    int[] columns = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = schema.indexOf(names[i]);
      for (int j = 0; j < i; j++) {
        if (columns[j] == columns[i]) {
          throw new InvalidRequest("column '" + names[i] + "' is selected twice");
        }
      }
    }
    return columns;
  }
}
