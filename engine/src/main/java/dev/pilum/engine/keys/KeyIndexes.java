package dev.pilum.engine.keys;

import dev.pilum.DatabaseOptions;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapProvider.Content;
import dev.pilum.storage.keys.KeyMapProvider.Opened;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import dev.pilum.storage.keys.KeyReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens the key indexes of a database's tables, as its options say.
 *
 * <p>Safe for use by many threads.
 */
public final class KeyIndexes {
  /**
   * Where a table's map lies inside its folder; further files of the map have names that start so.
   */
  private static final String MAP = "index/keys.map";

  /** So many keys tell the average length well enough: a map that was told too little grows. */
  private static final int SAMPLED_KEYS = 1_000;

  /** Length of keys to expect in an empty table. */
  private static final int USUAL_KEY_BYTES = 16;

  private final @Nullable KeyMapProvider provider;
  private final @Nullable Path folder;

  private KeyIndexes(@Nullable KeyMapProvider provider, @Nullable Path folder) {
    this.provider = provider;
    this.folder = folder;
  }

  /**
   * Returns the indexes of the database in a real folder.
   *
   * @throws InvalidRequest when there is no such index
   */
  public static KeyIndexes in(Path folder, DatabaseOptions options) {
    boolean builtIn = options.keyIndex().equals(DatabaseOptions.BUILTIN_KEY_INDEX);
    return builtIn
        ? new KeyIndexes(null, null)
        : new KeyIndexes(KeyMapProvider.named(options.keyIndex()), folder);
  }

  /**
   * Returns the indexes of a database that is not in a real folder.
   *
   * @throws InvalidRequest when the index needs one
   */
  public static KeyIndexes withoutFolder(DatabaseOptions options) {
    if (!options.keyIndex().equals(DatabaseOptions.BUILTIN_KEY_INDEX)) {
      throw new InvalidRequest(
          "key index '%s' keeps a file of its own: open the database by its path, or use key index '%s'"
              .formatted(options.keyIndex(), DatabaseOptions.BUILTIN_KEY_INDEX));
    }
    return new KeyIndexes(null, null);
  }

  /** Returns whether the file at {@code path}, inside a table's folder, belongs to its index. */
  public boolean keeps(String path) {
    return provider != null && path.startsWith(MAP);
  }

  /**
   * Opens the index of a table, filling it first where it is not what was last sealed. Should that
   * fail, the table does without.
   *
   * @param view the newest view, all of it durable
   * @throws InvalidRequest when the JVM lacks what the index needs, with the flags to add
   */
  public KeyIndex open(String table, long tableId, TableView view) {
    if (provider == null || folder == null || view.schema().key() == null) {
      return new PerSourceKeyIndex();
    }
    try {
      Path file = folder.resolve(table).resolve(MAP);
      return new MappedKeyIndex(
          table, tableId, filled(provider, file, table, tableId, view), view.version());
    } catch (InvalidRequest e) {
      throw e;
    } catch (RuntimeException e) { // whatever a library throws, the rows are found without it
      KeyLog.LOG.warn(
          "the key map of '{}' cannot be opened; keys are looked up without it", table, e);
      return new PerSourceKeyIndex();
    }
  }

  /** Returns which state of a table the live rows of {@code view} are. */
  static KeyMapStamp stamp(long tableId, TableView view) {
    return new KeyMapStamp(tableId, view.version());
  }

  private static KeyMap filled(
      KeyMapProvider provider, Path file, String table, long tableId, TableView view) {
    KeyMapSize size = new KeyMapSize(view.liveCount(), averageKeyBytes(view));
    Opened opened = provider.open(file, stamp(tableId, view), size);
    if (opened.content() == Content.CURRENT && opened.map().size() != view.liveCount()) {
      KeyLog.LOG.warn(
          "the key map of '{}' has {} keys, the table {}",
          table,
          opened.map().size(),
          view.liveCount());
      opened.map().close();
      opened = provider.open(file, stamp(tableId, view), size);
    }
    if (opened.content() == Content.MISSING) {
      fill(opened.map(), view);
      KeyLog.LOG.info("made the key map of '{}' anew: {} keys", table, view.liveCount());
    }
    return opened.map();
  }

  private static void fill(KeyMap map, TableView view) {
    try {
      view.sources().forEach(source -> MappedKeyIndex.putAlive(map, source, 0));
    } catch (RuntimeException e) {
      map.close();
      throw e;
    }
  }

  private static int averageKeyBytes(TableView view) {
    long bytes = 0;
    int sampled = 0;
    for (SourceView source : view.sources()) {
      KeyReader keys = source.keys();
      assert keys != null : "the table has no key";
      int end = Math.min(source.rowCount(), SAMPLED_KEYS - sampled);
      for (int ordinal = 0; ordinal < end; ordinal++) {
        bytes += keys.bytesAt(ordinal).length;
      }
      sampled += end;
    }
    return sampled == 0 ? USUAL_KEY_BYTES : (int) Math.max(1, bytes / sampled);
  }
}
