package dev.pilum.engine.db;

import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.FeedStatus;
import dev.pilum.engine.feed.ChangeCursor;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.FeedRecord;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.schema.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the changes of a table, and remembers how far its consumers have come. */
final class Feeds {
  private Feeds() {}

  /**
   * Returns the changes behind a position, up to the newest version.
   *
   * @param check run for every version that is read; may throw to give a read up
   */
  static ChangeCursor changes(
      TableStore store, ChangePosition start, ChangeMode mode, Runnable check) {
    TableView view = store.acquireForced();
    try {
      VersionHistory history = store.history();
      requireThere(start, view.version());
      requireChangesSince(history, start.version(), view.version());
      return new ChangeCursor(view, history, start, mode, check);
    } catch (InvalidRequest e) {
      view.release();
      throw e;
    }
  }

  private static void requireThere(ChangePosition position, long newest) {
    if (position.version() > newest - (position.isBetweenVersions() ? 0 : 1)) {
      throw new InvalidRequest(
          "position %s is not there yet: the newest version is %d".formatted(position, newest));
    }
  }

  private static void requireChangesSince(VersionHistory history, long version, long newest) {
    if (version < newest && !history.keepsChangesSince(version)) {
      long oldest = history.notesDeaths() ? Math.min(history.oldest(), newest) : newest;
      throw new InvalidRequest(
          "the changes after version %d are not kept, only those after %d; copy the rows of a snapshot and go on from its version; a feed, or a retention, keeps changes from then on"
              .formatted(version, oldest));
    }
  }

  /** Creates a feed behind a version, or behind the newest when {@code after} is negative. */
  static void create(TableStore store, String name, long after, Retention limit) {
    Names.check("the name of a feed", name);
    long now = store.upkeep().currentTimeMillis();
    store
        .upkeep()
        .changeHistory((history, newest) -> {
          long version = after < 0 ? newest : after;
          requireThere(ChangePosition.after(version), newest);
          requireChangesSince(history, version, newest);
          SortedMap<String, FeedRecord> feeds = new TreeMap<>(history.feeds());
          FeedRecord feed = new FeedRecord(version, 0, limit, now, now);
          if (feeds.putIfAbsent(name, feed) != null) {
            throw new InvalidRequest(
                "there is a feed '%s' already; read it, or drop it first".formatted(name));
          }
          return history.withFeeds(feeds);
        });
  }

  /** Forgets a feed. */
  static void drop(TableStore store, String name) {
    store
        .upkeep()
        .changeHistory((history, newest) -> {
          require(history, name);
          SortedMap<String, FeedRecord> feeds = new TreeMap<>(history.feeds());
          feeds.remove(name);
          return history.withFeeds(feeds);
        });
  }

  /** Returns what is remembered of a feed. */
  static FeedRecord require(VersionHistory history, String name) {
    FeedRecord feed = history.feeds().get(name);
    if (feed == null) {
      throw Names.unknown("feed", name, history.feeds().keySet(), "create it");
    }
    return feed;
  }

  /** Refuses a feed that has lost changes. */
  static void requireWhole(VersionHistory history, String name, FeedRecord feed) {
    if (history.isLost(feed)) {
      throw new InvalidRequest(
          "feed '%s' has fallen behind: changes after version %d are gone, those after %d are kept; drop the feed, create it again, and copy the rows as of its position"
              .formatted(name, feed.version(), history.oldest()));
    }
  }

  /** Remembers that a consumer has come to a position, unless it was further before. */
  static void acknowledge(TableStore store, String name, ChangePosition upTo) {
    if (position(require(store.history(), name)).compareTo(upTo) >= 0) {
      return; // looked at again below: others may acknowledge too
    }
    long now = store.upkeep().currentTimeMillis();
    store
        .upkeep()
        .changeHistory((history, newest) -> {
          FeedRecord feed = require(history, name);
          requireWhole(history, name, feed);
          requireThere(upTo, newest);
          SortedMap<String, FeedRecord> feeds = new TreeMap<>(history.feeds());
          if (position(feed).compareTo(upTo) < 0) {
            feeds.put(name, feed.acknowledged(upTo.version(), upTo.within(), now));
          }
          return history.withFeeds(feeds);
        });
  }

  static ChangePosition position(FeedRecord feed) {
    return new ChangePosition(feed.version(), feed.within());
  }

  /** Returns how far every consumer has come, by name. */
  static List<FeedStatus> list(TableStore store) {
    long newest = store.version();
    VersionHistory history = store.history();
    List<FeedStatus> feeds = new ArrayList<>();
    history.feeds().forEach((name, feed) -> feeds.add(status(name, feed, history, newest)));
    return feeds;
  }

  /** Returns how far one consumer has come. */
  static FeedStatus status(TableStore store, String name) {
    long newest = store.version();
    VersionHistory history = store.history();
    return status(name, require(history, name), history, newest);
  }

  private static FeedStatus status(
      String name, FeedRecord feed, VersionHistory history, long newest) {
    CommitRecord unread = feed.version() < newest ? history.commit(feed.version() + 1) : null;
    return new FeedStatus(
        name,
        position(feed),
        Math.max(0, newest - feed.version()),
        Instant.ofEpochMilli(feed.createdMillis()),
        Instant.ofEpochMilli(feed.acknowledgedMillis()),
        timeOf(unread),
        feed.limit(),
        history.isLost(feed));
  }

  private static @Nullable Instant timeOf(@Nullable CommitRecord commit) {
    return commit == null ? null : Instant.ofEpochMilli(commit.timeMillis());
  }
}
