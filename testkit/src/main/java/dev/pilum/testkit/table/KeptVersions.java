package dev.pilum.testkit.table;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which older versions of a table can be read for sure, and what they hold. Immutable.
 *
 * @param count how many of the newest versions are kept
 * @param oldest those before it were not kept when they were the newest
 * @param tags versions that stay, by name
 * @param models what the older versions hold
 */
record KeptVersions(
    int count, long oldest, SortedMap<String, Long> tags, SortedMap<Long, TableModel> models) {
  /** Of a table that keeps its newest version only. */
  static final KeptVersions NEWEST = new KeptVersions(1, 0, new TreeMap<>(), new TreeMap<>());

  /** Of a table whose clients say what is kept, nobody knows in which order. */
  static final KeptVersions UNKNOWN = new KeptVersions(1, 0, new TreeMap<>(), new TreeMap<>());

  KeptVersions {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /** Returns what is kept once a version is followed by another. */
  KeptVersions after(TableModel last) {
    if (!any()) {
      return this;
    }
    SortedMap<Long, TableModel> more = new TreeMap<>(models);
    more.put(last.version(), last.keeping(NEWEST));
    return wanted(count, tags, more, last.version() + 1);
  }

  /** Returns what is kept once another number of versions is, while {@code now} is the newest. */
  KeptVersions withCount(int versions, TableModel now) {
    return changed(versions, tags, now);
  }

  /** Returns what is kept once a version has a name, while {@code now} is the newest. */
  KeptVersions withTag(String name, long version, TableModel now) {
    SortedMap<String, Long> more = new TreeMap<>(tags);
    more.put(name, version);
    return changed(count, more, now);
  }

  /** Returns what is kept once a name is gone, while {@code now} is the newest. */
  KeptVersions withoutTag(String name, TableModel now) {
    SortedMap<String, Long> fewer = new TreeMap<>(tags);
    fewer.remove(name);
    return changed(count, fewer, now);
  }

  private KeptVersions changed(int versions, SortedMap<String, Long> names, TableModel now) {
    if (this == UNKNOWN) {
      return this;
    }
    KeptVersions begun = any() ? this : new KeptVersions(1, now.version(), tags, models);
    return begun.wanted(versions, names, models, now.version());
  }

  private boolean any() {
    return count > 1 || !tags.isEmpty();
  }

  private KeptVersions wanted(
      int versions, SortedMap<String, Long> names, Map<Long, TableModel> known, long newest) {
    long first = Math.max(oldest, newest - versions + 1);
    SortedMap<Long, TableModel> wanted = new TreeMap<>(known);
    wanted.keySet().removeIf(version -> version < first && !names.containsValue(version));
    return new KeptVersions(versions, first, names, wanted);
  }
}
