package dev.pilum.engine.feed;

import dev.pilum.RowChange.Kind;
import dev.pilum.engine.feed.VersionWalk.Born;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.SourceView;
import dev.pilum.storage.keys.KeyReader;
import java.util.BitSet;
import java.util.List;

/**
 * The rows that one version changed, in the order in which that is told: those that went for good,
 * then those that came. Rows are named by {@link KeyLookup} places; a pointer moves over them.
 */
final class VersionRows {
  private final long version;
  private final Born born;
  private final BitSet unseen;
  private final BitSet replacing;
  private final long[] gone;
  private final int count;
  private int next;
  private int nextBorn;

  private VersionRows(long version, Born born, BitSet unseen, BitSet replacing, long[] gone) {
    this.version = version;
    this.born = born;
    this.unseen = unseen;
    this.replacing = replacing;
    this.gone = gone;
    this.count = gone.length + born.count() - unseen.cardinality();
    this.nextBorn = unseen.nextClearBit(0);
  }

  /** Matches the rows that {@code version} killed, in order, with those that it wrote. */
  static VersionRows of(List<SourceView> sources, long version, Born born, long[] killed) {
    BitSet unseen = new BitSet();
    BitSet replacing = new BitSet();
    long[] dead = new long[killed.length];
    int count = 0;
    for (long place : killed) {
      if (born.contains(place)) {
        unseen.set(KeyLookup.ordinal(place) - born.from());
      } else {
        dead[count++] = place;
      }
    }
    KeyReader keys = born.count() == 0 || count == 0 ? null : sources.get(born.source()).keys();
    PlacesByKey replaced = new PlacesByKey(sources, dead, keys == null ? 0 : count);
    if (keys != null) {
      for (int i = unseen.nextClearBit(0); i < born.count(); i = unseen.nextClearBit(i + 1)) {
        replacing.set(i, replaced.take(keys, born.from() + i));
      }
    }
    return new VersionRows(version, born, unseen, replacing, replaced.left(dead, count));
  }

  long version() {
    return version;
  }

  /** Returns how many changes there are. */
  int count() {
    return count;
  }

  /** Returns the index of the change that the pointer is at; {@link #count} behind the last. */
  int index() {
    return next;
  }

  /** Returns what happened to the row that the pointer is at. */
  Kind kind() {
    return next < gone.length ? Kind.DELETE : replacing.get(nextBorn) ? Kind.UPDATE : Kind.INSERT;
  }

  /** Returns the row that the pointer is at. */
  long place() {
    assert next < count : "there is a change";
    return next < gone.length ? gone[next] : KeyLookup.place(born.source(), born.from() + nextBorn);
  }

  /** Moves to the next row. */
  void advance() {
    if (next >= gone.length) {
      nextBorn = unseen.nextClearBit(nextBorn + 1);
    }
    next++;
  }
}
