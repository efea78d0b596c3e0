package dev.pilum.engine.write;

import dev.pilum.storage.manifest.CommitHistory;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.SchemaHistory;
import dev.pilum.storage.manifest.VersionHistory;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/*
 * Two orders make reading of old versions safe. A commit is noted here before the view that shows it is published, so whoever has a view
 * finds all its commits. And versions are given up here before rows that only they show are left out of a segment, and that segment
 * published: whoever takes a view first and asks here second is refused what the view may not show any more.
 */
/**
 * Which versions of an open table can be read, as commits and upkeep change that.
 *
 * <p>Safe for use by many threads.
 */
public final class TableHistory {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile VersionHistory now;

  /** Goes on from what a manifest says. */
  TableHistory(VersionHistory first) {
    this.now = first;
  }

  /** Returns what holds now; ask after taking the view that is to be read. */
  public VersionHistory now() {
    return now;
  }

  /** Notes commits that are about to be seen, in order. */
  void committed(List<CommitRecord> commits) {
    lock.lock();
    try {
      CommitHistory known = now.commits();
      for (CommitRecord commit : commits) {
        known = known.with(commit);
      }
      now = now.withCommits(known);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up versions that the policy does not want any more at a time of the wall clock. */
  void advance(long newest, long nowMillis) {
    lock.lock();
    try {
      now = now.since(now.oldestWanted(newest, nowMillis));
    } finally {
      lock.unlock();
    }
  }

  /** Sets policy and tags; commits stay as they are. */
  void set(VersionHistory changed) {
    lock.lock();
    try {
      now = changed.withCommits(now.commits().from(changed.oldest()));
    } finally {
      lock.unlock();
    }
  }

  /** Notes which columns versions before the next have that are about to change. */
  void setSchemas(SchemaHistory changed) {
    lock.lock();
    try {
      now = now.withSchemas(changed);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what a manifest of this version says: later commits are in the log. */
  VersionHistory upTo(long version) {
    VersionHistory whole = now;
    return whole.withCommits(whole.commits().upTo(version));
  }
}
