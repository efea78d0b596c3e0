package dev.pilum.engine.feed;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.segment.Deaths;
import java.util.Arrays;
import java.util.List;

/*
 * Rows lie in the order of their births, over all sources; each source lists its deaths in the order of versions. So one finger on the
 * rows and one on each list of deaths are enough to meet every version in turn, with what it wrote and what it killed. All rows of a
 * version lie in one source: a commit goes into one memtable, which becomes one segment, and segments are only ever joined.
 *
 * A row that was written and killed by the same commit is passed over: no version ever showed it, and flushes leave it out.
 */
/** Goes through the versions after some version, with the rows that each one wrote and killed. */
final class VersionWalk {
  /** The version behind the last one. */
  static final long NO_VERSION = Long.MAX_VALUE;

  private final List<SourceView> sources;
  private final int[] nextDeaths;
  private int bornSource;
  private int bornOrdinal;

  /** Starts behind {@code after}; the view keeps the changes since then, and is held meanwhile. */
  VersionWalk(TableView view, long after) {
    this.sources = view.sources();
    this.nextDeaths = new int[sources.size()];
    for (int i = 0; i < nextDeaths.length; i++) {
      nextDeaths[i] = sources.get(i).dead().deaths().firstAfter(after);
    }
    while (bornSource < sources.size() && bornUpTo(after) == sources.get(bornSource).rowCount()) {
      bornSource++;
    }
    this.bornOrdinal = bornSource == sources.size() ? 0 : bornUpTo(after);
  }

  private int bornUpTo(long version) {
    return sources.get(bornSource).bornUpTo(version);
  }

  /** Returns the next version that wrote or killed a row, or {@link #NO_VERSION}. */
  long nextVersion() {
    long next = NO_VERSION;
    if (bornSource < sources.size()) {
      next = sources.get(bornSource).versions().longAt(bornOrdinal);
    }
    for (int i = 0; i < nextDeaths.length; i++) {
      Deaths deaths = sources.get(i).dead().deaths();
      next = nextDeaths[i] == deaths.count() ? next : Math.min(next, deaths.version(nextDeaths[i]));
    }
    return next;
  }

  /** Returns what {@link #nextVersion} wrote and killed, and goes past it. */
  VersionRows take() {
    long version = nextVersion();
    assert version != NO_VERSION : "there is a version";
    Born born = born(version);
    long[] dead = new long[16];
    int count = 0;
    for (int i = 0; i < nextDeaths.length; i++) {
      Deaths deaths = sources.get(i).dead().deaths();
      int at = nextDeaths[i];
      for (; at < deaths.count() && deaths.version(at) == version; at++) {
        dead = count == dead.length ? Arrays.copyOf(dead, 2 * count) : dead;
        dead[count++] = KeyLookup.place(i, deaths.ordinal(at));
      }
      nextDeaths[i] = at;
    }
    Arrays.sort(dead, 0, count);
    return VersionRows.of(sources, version, born, Arrays.copyOf(dead, count));
  }

  private Born born(long version) {
    if (bornSource == sources.size()
        || sources.get(bornSource).versions().longAt(bornOrdinal) != version) {
      return Born.NONE;
    }
    Born born = new Born(bornSource, bornOrdinal, bornUpTo(version));
    bornOrdinal = born.end();
    while (bornSource < sources.size() && bornOrdinal == sources.get(bornSource).rowCount()) {
      bornSource++;
      bornOrdinal = 0;
    }
    return born;
  }

  /**
   * Rows that a version wrote.
   *
   * @param source which source has them
   * @param from the first one's ordinal
   * @param end the ordinal behind the last one
   */
  record Born(int source, int from, int end) {
    static final Born NONE = new Born(0, 0, 0);

    int count() {
      return end - from;
    }

    boolean contains(long place) {
      int ordinal = KeyLookup.ordinal(place);
      return KeyLookup.source(place) == source && ordinal >= from && ordinal < end;
    }
  }
}
