package dev.pilum.engine.merge;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.KeyDuplicates;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import java.util.Arrays;

/** Keys that two rows would have, where rows match by other columns. */
final class KeyConflicts {
  private KeyConflicts() {}

  /**
   * Refuses what would write a key twice, or one that a row has which stays.
   *
   * @param key the column of {@code edit} that is the table's key
   * @throws InvalidRequest naming the key's column
   */
  static void refuse(TableView view, Change.Edit edit, String key) {
    Column column = edit.rows().column(key);
    KeyReader keys = KeyReader.of(column);
    long[] hashes = new long[keys.length()];
    keys.hashAll(hashes);
    if (KeyDuplicates.firstRepeated(keys, hashes) >= 0) {
      throw conflict(key, "two rows would get the same key");
    }
    long[] removed = edit.removedRowIds().clone();
    Arrays.sort(removed);
    KeyLookup.readyForWriting(view);
    for (int row = 0; row < keys.length(); row++) {
      long place = KeyLookup.find(view, keys, row);
      if (place != KeyLookup.NONE
          && Arrays.binarySearch(removed, KeyLookup.rowId(view, place)) < 0) {
        throw conflict(key, "a row would get the key of another row that stays");
      }
    }
  }

  private static InvalidRequest conflict(String key, String what) {
    return new InvalidRequest(
        "%s in column '%s'; nothing was merged; match by '%s', or leave it out of the source"
            .formatted(what, key, key));
  }
}
