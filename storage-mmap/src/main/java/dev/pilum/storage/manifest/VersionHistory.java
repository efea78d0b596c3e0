package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.Retention;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which older versions of a table can be read, and what is known of their commits.
 *
 * @param retention what the table's owner wants to keep
 * @param oldest this version and all later ones can be read, where deaths are noted at all
 * @param tags the commits of versions that stay by name, whatever their age
 * @param feeds how far readers of changes have come, by name
 * @param commits the newest commits, {@code oldest} and later ones at least
 * @param schemas which columns older versions have, those that can be read
 */
public record VersionHistory(
    Retention retention,
    long oldest,
    SortedMap<String, CommitRecord> tags,
    SortedMap<String, FeedRecord> feeds,
    CommitHistory commits,
    SchemaHistory schemas) {
  /** Of a table without commits, which keeps its newest version only. */
  public static final VersionHistory NEWEST =
      new VersionHistory(Retention.NEWEST, 0, new TreeMap<>(), CommitHistory.NONE);

  /** Makes a history without feeds and earlier schemas. */
  public VersionHistory(
      Retention retention,
      long oldest,
      SortedMap<String, CommitRecord> tags,
      CommitHistory commits) {
    this(retention, oldest, tags, new TreeMap<>(), commits, SchemaHistory.NONE);
  }

  public VersionHistory {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    feeds = Collections.unmodifiableSortedMap(new TreeMap<>(feeds));
    if (!schemas.earlier().isEmpty()) { // every commit comes by here, mostly with nothing to ask
      boolean anyOlder = notesDeaths(retention, oldest, tags, feeds);
      schemas = schemas.kept(anyOlder ? oldest : Long.MAX_VALUE, versionsOf(tags));
    }
  }

  /**
   * Returns whether it is to be noted which version killed a row. Otherwise only the newest version
   * can be read.
   */
  public boolean notesDeaths() {
    return notesDeaths(retention, oldest, tags, feeds);
  }

  private static boolean notesDeaths(
      Retention retention,
      long oldest,
      SortedMap<String, CommitRecord> tags,
      SortedMap<String, FeedRecord> feeds) {
    return retention.keepsMoreThanNewest()
        || !tags.isEmpty()
        || feeds.values().stream().anyMatch(feed -> feed.version() >= oldest);
  }

  /** Returns whether another keeps the same for the same readers, whatever has happened since. */
  public boolean keepsLike(VersionHistory other) {
    return retention.versions() == other.retention.versions()
        && retention.ageMillis() == other.retention.ageMillis()
        && hasTagsOf(other)
        && feeds.keySet().equals(other.feeds.keySet());
  }

  /** A version has one commit; so records need not be compared, which costs more the first time. */
  private boolean hasTagsOf(VersionHistory other) {
    boolean same = tags.size() == other.tags.size();
    for (Map.Entry<String, CommitRecord> tag : tags.entrySet()) {
      CommitRecord theirs = other.tags.get(tag.getKey());
      same &= theirs != null && theirs.version() == tag.getValue().version();
    }
    return same;
  }

  /** Returns whether changes that the reader of a feed does not have yet are gone. */
  public boolean isLost(FeedRecord feed) {
    return feed.version() < oldest;
  }

  /** Returns whether all changes after a version can be told. */
  public boolean keepsChangesSince(long version) {
    return notesDeaths() && version >= oldest;
  }

  /** Returns the same with other commits. */
  public VersionHistory withCommits(CommitHistory changed) {
    return new VersionHistory(retention, oldest, tags, feeds, changed, schemas);
  }

  /** Returns the same with other columns of older versions. */
  public VersionHistory withSchemas(SchemaHistory changed) {
    return new VersionHistory(retention, oldest, tags, feeds, commits, changed);
  }

  /** Returns the same with another policy. */
  public VersionHistory withRetention(Retention changed) {
    return new VersionHistory(changed, oldest, tags, feeds, commits, schemas);
  }

  /** Returns the same with other tags. */
  public VersionHistory withTags(Map<String, CommitRecord> changed) {
    return new VersionHistory(retention, oldest, new TreeMap<>(changed), feeds, commits, schemas);
  }

  /** Returns the same with other feeds. */
  public VersionHistory withFeeds(Map<String, FeedRecord> changed) {
    return new VersionHistory(retention, oldest, tags, new TreeMap<>(changed), commits, schemas);
  }

  /** Returns the same, with versions before {@code version} given up unless they have a tag. */
  public VersionHistory since(long version) {
    return version <= oldest
        ? this
        : new VersionHistory(retention, version, tags, feeds, commits.from(version), schemas);
  }

  /**
   * Returns whether a version that is kept shows a row.
   *
   * @param birth the version that wrote it
   * @param death the version that replaced or deleted it
   * @param tagged as {@link #tagged} says
   */
  public boolean needs(long birth, long death, NavigableSet<Long> tagged) {
    if (death <= birth) {
      return false; // written and replaced by one batch: no version ever showed it
    }
    Long tag = death > oldest ? null : tagged.ceiling(birth);
    return death > oldest || (tag != null && tag < death);
  }

  /** Returns whether a version can be read while {@code newest} is the newest. */
  public boolean keeps(long version, long newest) {
    return version == newest
        || (version < newest && notesDeaths() && (version >= oldest || tagged().contains(version)));
  }

  /** Returns what is known of the commit that made a version, or {@code null}. */
  public @Nullable CommitRecord commit(long version) {
    if (commits.knows(version)) {
      return commits.get(version);
    }
    for (CommitRecord tagged : tags.values()) {
      if (tagged.version() == version) {
        return tagged;
      }
    }
    return null;
  }

  /** Returns the versions that have a tag. */
  public NavigableSet<Long> tagged() {
    return versionsOf(tags);
  }

  private static NavigableSet<Long> versionsOf(SortedMap<String, CommitRecord> tags) {
    NavigableSet<Long> tagged = new TreeSet<>();
    tags.values().forEach(commit -> tagged.add(commit.version()));
    return tagged;
  }

  /**
   * Returns the version up to which policy and feeds give versions up, at a time of the wall clock.
   */
  public long oldestWanted(long newest, long nowMillis) {
    long wanted = oldestWanted(retention, newest, nowMillis);
    for (FeedRecord feed : feeds.values()) {
      if (!isLost(feed) && feed.version() >= oldestWanted(feed.limit(), newest, nowMillis)) {
        wanted = Math.min(wanted, feed.version());
      }
    }
    return wanted;
  }

  private long oldestWanted(Retention policy, long newest, long nowMillis) {
    long byCount = newest - policy.versions() + 1L;
    long most = newest - Retention.MOST_VERSIONS + 1L;
    if (policy.age().isZero()) {
      return Math.max(0, byCount);
    }
    long age = policy.ageMillis();
    long byAge = age >= nowMillis ? -1 : commits.newestAt(nowMillis - age);
    return Math.max(Math.max(0, most), Math.min(byCount, byAge < 0 ? oldest : byAge));
  }
}
