package dev.pilum.engine.keys;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.keys.KeyReader;
import java.util.List;

/**
 * Finds the live row of a key in a view. A place is the number of the source in its upper half and
 * the ordinal there in its lower.
 *
 * <p>Safe for use by many threads.
 */
public final class KeyLookup {
  /** No place. */
  public static final long NONE = -1;

  private KeyLookup() {}

  /**
   * Returns the place of the live row of {@code view} with one of the keys of {@code keys}, or
   * {@link #NONE}.
   *
   * @param at which key
   */
  public static long find(KeyIndex index, TableView view, KeyReader keys, int at) {
    long rowId = index.rowIdOf(keys, at, view.version());
    if (rowId == KeyIndex.ABSENT) {
      return NONE;
    }
    long place = rowId < 0 ? NONE : liveAt(rowId, view.sources(), keys, at);
    return place == NONE ? find(view, keys, at) : place;
  }

  /** Returns the source of a place. */
  public static int source(long place) {
    return (int) (place >>> Integer.SIZE);
  }

  /** Returns the ordinal of a place. */
  public static int ordinal(long place) {
    return (int) place;
  }

  /** Returns a place. */
  public static long place(int source, int ordinal) {
    return ((long) source << Integer.SIZE) | ordinal;
  }

  /** Returns the id of the row at a place. */
  public static long rowId(TableView view, long place) {
    return view.sources().get(source(place)).rowIds().longAt(ordinal(place));
  }

  private static long liveAt(long rowId, List<SourceView> sources, KeyReader wanted, int at) {
    for (int i = sources.size() - 1; i >= 0; i--) {
      SourceView source = sources.get(i);
      int ordinal = source.ordinalOf(rowId);
      if (ordinal >= 0) {
        KeyReader keys = source.keys();
        assert keys != null : "the table has no key";
        return !source.dead().contains(ordinal) && keys.equalsAt(ordinal, wanted, at)
            ? place(i, ordinal)
            : NONE;
      }
    }
    return NONE;
  }

  /**
   * As the longer form, without an index of the whole table.
   *
   * @param at which key
   */
  public static long find(TableView view, KeyReader keys, int at) {
    byte[] bytes = keys.bytesAt(at);
    long hash = keys.hashAt(at);
    List<SourceView> sources = view.sources();
    for (int i = sources.size() - 1; i >= 0; i--) {
      int ordinal = sources.get(i).findLive(hash, bytes);
      if (ordinal >= 0) {
        return place(i, ordinal);
      }
    }
    return NONE;
  }

  /**
   * Has the key files of a view read whole, once, for whoever writes what he does not find: a key
   * that is missing in a damaged file would be stored twice.
   */
  public static void readyForWriting(TableView view) {
    view.sources().forEach(source -> source.source().keysForWriting());
  }
}
