package dev.pilum.engine.db;

import dev.pilum.Version;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.CommitHistory;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.schema.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists, finds, tags and keeps the versions of a table. */
final class Versions {
  private Versions() {}

  /** Returns the versions that can be read, oldest first, as far as their commits are known. */
  static List<Version> list(TableStore store) {
    long newest = store.version();
    VersionHistory history = store.history();
    CommitHistory commits = history.commits();
    SortedMap<Long, List<String>> names = names(history);
    List<Version> versions = new ArrayList<>(commits.count());
    SortedMap<Long, CommitRecord> early = new TreeMap<>();
    history.tags().values().stream()
        .filter(commit -> !commits.knows(commit.version()))
        .forEach(commit -> early.put(commit.version(), commit));
    early.forEach((version, commit) -> versions.add(version(commit, tags(names, version))));
    // As VersionHistory.keeps says, which for each of many versions would ask for all tags and
    // feeds.
    long oldest = history.notesDeaths() ? Math.min(history.oldest(), newest) : newest;
    for (long v = commits.firstVersion(); v <= newest && commits.knows(v); v++) {
      List<String> tags = tags(names, v);
      if (v >= oldest || !tags.isEmpty()) {
        versions.add(version(commits.get(v), tags));
      }
    }
    return versions;
  }

  /** Returns the tags of the versions that have any. */
  private static SortedMap<Long, List<String>> names(VersionHistory history) {
    SortedMap<Long, List<String>> names = new TreeMap<>();
    history
        .tags()
        .forEach((name, commit) ->
            names.computeIfAbsent(commit.version(), v -> new ArrayList<>()).add(name));
    return names;
  }

  private static List<String> tags(SortedMap<Long, List<String>> names, long version) {
    return names.isEmpty() ? List.of() : names.getOrDefault(version, List.of());
  }

  private static Version version(CommitRecord commit, List<String> tags) {
    return new Version(
        commit.version(),
        Instant.ofEpochMilli(commit.timeMillis()),
        commit.rowsWritten(),
        commit.rowsRemoved(),
        tags);
  }

  /** Returns the table as it was at a version; the caller releases it. */
  static TableView checkout(TableStore store, long version) {
    TableView view = store.acquire();
    try {
      return asOf(store, view, version);
    } finally {
      view.release();
    }
  }

  /** Returns an older view, which {@code view} still has all rows of; the caller releases it. */
  static TableView asOf(TableStore store, TableView view, long version) {
    VersionHistory history = store.history();
    requireKept(history, version, view.version());
    return view.asOf(version, history.schemas().at(version, view.schema()));
  }

  private static void requireKept(VersionHistory history, long version, long newest) {
    if (version > newest) {
      throw new InvalidRequest(
          "there is no version %d yet, the newest is %d".formatted(version, newest));
    }
    if (!history.keeps(version, newest)) {
      long oldest = history.notesDeaths() ? Math.min(history.oldest(), newest) : newest;
      throw new InvalidRequest(
          "version %d is not kept: the oldest one that can be read is %d%s; a retention or a tag keeps versions from then on"
              .formatted(
                  version,
                  oldest,
                  history.tags().isEmpty() ? "" : ", beside those with tags, " + named(history)));
    }
  }

  private static String named(VersionHistory history) {
    List<String> names = new ArrayList<>();
    history.tags().forEach((name, commit) -> names.add("'" + name + "' " + commit.version()));
    return String.join(", ", names);
  }

  /** Returns the version that was the newest at a time. */
  static long at(TableStore store, Instant time) {
    CommitHistory commits = store.history().commits();
    long version = commits.newestAt(millis(time));
    if (version < 0) {
      String oldest =
          commits.count() == 0
              ? "no commit's time is known"
              : "the oldest one known was committed at "
                  + Instant.ofEpochMilli(commits.get(commits.firstVersion()).timeMillis());
      throw new InvalidRequest("no version is known of " + time + ": " + oldest);
    }
    return Math.min(version, store.version()); // a commit is known a moment before it is seen
  }

  /** Returns the millisecond of a time, and the last or first there is of times beyond. */
  private static long millis(Instant time) {
    long most = Long.MAX_VALUE;
    return time.isAfter(Instant.ofEpochMilli(most))
        ? most
        : time.isBefore(Instant.ofEpochMilli(-most)) ? -most : time.toEpochMilli();
  }

  /** Returns the version that has a tag. */
  static long tagged(TableStore store, String tag) {
    return requireTag(store.history(), tag).version();
  }

  private static CommitRecord requireTag(VersionHistory history, String tag) {
    CommitRecord commit = history.tags().get(tag);
    if (commit == null) {
      throw Names.unknown("tag", tag, history.tags().keySet(), "tag a version first");
    }
    return commit;
  }

  /** Names a version, or the newest when {@code version} is negative, and returns it. */
  static long tag(TableStore store, String name, long version) {
    Names.check("a tag", name);
    store
        .upkeep()
        .changeHistory((history, newest) -> {
          long chosen = version < 0 ? newest : version;
          requireKept(history, chosen, newest);
          CommitRecord commit = history.commit(chosen);
          if (commit == null) {
            throw new InvalidRequest(
                "nothing is known of the commit of version " + chosen + "; tag a later one");
          }
          SortedMap<String, CommitRecord> tags = new TreeMap<>(history.tags());
          CommitRecord before = tags.putIfAbsent(name, commit);
          if (before != null && before.version() != chosen) {
            throw new InvalidRequest(
                "tag '%s' is that of version %d; delete it first to give it to version %d"
                    .formatted(name, before.version(), chosen));
          }
          return history.withTags(tags);
        });
    return tagged(store, name);
  }

  /** Takes a name away. */
  static void deleteTag(TableStore store, String name) {
    store
        .upkeep()
        .changeHistory((history, newest) -> {
          requireTag(history, name);
          SortedMap<String, CommitRecord> tags = new TreeMap<>(history.tags());
          tags.remove(name);
          return history.withTags(tags);
        });
  }

  /** Returns the versions by their names. */
  static SortedMap<String, Long> tags(TableStore store) {
    SortedMap<String, Long> tags = new TreeMap<>();
    store.history().tags().forEach((name, commit) -> tags.put(name, commit.version()));
    return tags;
  }

  /** Sets which versions are kept from now on. */
  static void keep(TableStore store, Retention retention) {
    store.upkeep().changeHistory((history, newest) -> history.withRetention(retention));
  }
}
