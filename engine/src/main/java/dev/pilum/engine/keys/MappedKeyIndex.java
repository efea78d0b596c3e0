package dev.pilum.engine.keys;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.segment.DeadRows;
import java.lang.invoke.VarHandle;

/*
 * The map holds the live rows of exactly one version, and says which. While the commit leader changes it, it holds no version at all.
 * A reader of a view looks at the version before and after it asks the map: when both are the view's own, "absent" is certain. A row id
 * needs no such care, because the row itself shows whether it is alive in the view and whose key it has; ids are never used twice.
 *
 * The map changes only after the log was forced, and is declared whole only after the last force, when the table is closed. Whatever
 * crashes in between, the next opening fills it anew. A map that fails is not asked again until then; writes and reads go on without.
 */
/**
 * An index kept in a {@link KeyMap}, key to row id.
 *
 * <p>Any thread may ask; the rest is for the holder of the commit lock.
 */
final class MappedKeyIndex implements KeyIndex {
  /** No version: the map is being changed. */
  private static final long CHANGING = -1;

  private final String table;
  private final KeyMap map;
  private final long tableId;
  private volatile long version;
  private volatile boolean usable = true;

  /** Takes over {@code map}, which holds the live rows of {@code version}. */
  MappedKeyIndex(String table, long tableId, KeyMap map, long version) {
    this.table = table;
    this.tableId = tableId;
    this.map = map;
    this.version = version;
  }

  @Override
  public long rowIdOf(KeyReader keys, int row, long wanted) {
    if (!usable) {
      return UNKNOWN;
    }
    long before = version;
    long found = ask(keys.bytesAt(row));
    if (found != KeyMap.ABSENT) {
      return found;
    }
    VarHandle
        .acquireFence(); // whatever the map was read with, it was read before the version is looked
    // at again
    return before == wanted && version == wanted ? ABSENT : UNKNOWN;
  }

  @Override
  public void advance(TableView before, TableView after) {
    assert before.sources().size() == after.sources().size() : "a commit changes rows, not sources";
    if (!usable) {
      return;
    }
    version = CHANGING;
    try {
      int last = after.sources().size() - 1;
      putAlive(map, after.sources().get(last), before.sources().get(last).rowCount());
      for (int i = 0; i <= last; i++) {
        forgetDead(after.sources().get(i), before.sources().get(i).dead());
      }
      version = after.version();
    } catch (RuntimeException e) { // whatever a library throws, the rows are safe without it
      giveUp(e);
    }
  }

  @Override
  public void seal(TableView last) {
    if (!usable || version != last.version()) {
      return;
    }
    usable = false;
    try {
      if (map.size() == last.liveCount()) {
        map.seal(KeyIndexes.stamp(tableId, last));
      } else {
        KeyLog.LOG.warn(
            "the key map of '{}' has {} keys, the table {}; it will be made anew",
            table,
            map.size(),
            last.liveCount());
      }
    } catch (RuntimeException e) { // as above
      KeyLog.LOG.warn("the key map of '{}' could not be kept and will be made anew", table, e);
    }
  }

  @Override
  public void close() {
    usable = false;
    try {
      map.close();
    } catch (RuntimeException e) { // as above
      KeyLog.LOG.warn("the key map of '{}' could not be closed", table, e);
    }
  }

  /** Puts the live rows of a source, from one ordinal on. */
  static void putAlive(KeyMap map, SourceView source, int from) {
    KeyReader keys = keysOf(source);
    for (int ordinal = from; ordinal < source.rowCount(); ordinal++) {
      if (!source.dead().contains(ordinal)) {
        map.put(keys.bytesAt(ordinal), source.rowIds().longAt(ordinal));
      }
    }
  }

  /** Removes the keys of rows that have died and that no newer row took over. */
  private void forgetDead(SourceView now, DeadRows before) {
    int left = now.dead().count() - before.count();
    for (int word = 0; left > 0; word++) {
      for (long died = now.dead().word(word) & ~before.word(word); died != 0; died &= died - 1) {
        forget(now, (word << 6) + Long.numberOfTrailingZeros(died));
        left--;
      }
    }
  }

  private void forget(SourceView source, int ordinal) {
    byte[] key = keysOf(source).bytesAt(ordinal);
    if (map.get(key) == source.rowIds().longAt(ordinal)) {
      map.remove(key);
    }
  }

  private long ask(byte[] key) {
    try {
      return map.get(key);
    } catch (RuntimeException e) { // as above; it may also have been closed a moment ago
      giveUp(e);
      return UNKNOWN;
    }
  }

  private void giveUp(RuntimeException why) {
    if (usable) {
      usable = false;
      KeyLog.LOG.warn(
          "the key map of '{}' failed; keys are looked up without it until the table is opened"
              + " again",
          table,
          why);
    }
  }

  private static KeyReader keysOf(SourceView source) {
    KeyReader keys = source.keys();
    assert keys != null : "the table has no key";
    return keys;
  }
}
