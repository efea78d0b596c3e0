package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.Source;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.segment.DeadRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment in place of the sources whose live rows were written into it. Rows that died while it
 * was being written are dead in it too: they are found by comparing the sources as they were with
 * what they are now.
 *
 * @param written the sources as they were when their live rows were written, neighbours in order
 * @param segment the new segment, or {@code null} when no row was alive; its reference stays the
 *     caller's
 */
record Replacement(List<SourceView> written, @Nullable Segment segment) {
  /** Returns {@code now} with the sources replaced; the caller publishes it. */
  TableView applyTo(TableView now) {
    List<SourceView> sources = new ArrayList<>(now.sources());
    int first = indexOf(sources, written.getFirst().source());
    DeadRows dead = deadIn(now);
    sources.subList(first, first + written.size()).clear();
    if (segment != null) {
      sources.add(first, segment.view(dead));
    }
    return new TableView(now.version(), now.nextRowId(), now.schema(), sources);
  }

  /** Returns the rows of the new segment that are dead in {@code now}. */
  DeadRows deadIn(TableView now) {
    int first = indexOf(now.sources(), written.getFirst().source());
    return deadSince(now.sources().subList(first, first + written.size()));
  }

  private DeadRows deadSince(List<SourceView> now) {
    DeadRows.Builder dead = DeadRows.NONE.toBuilder();
    int base = 0;
    for (int i = 0; i < now.size(); i++) {
      assert now.get(i).source() == written.get(i).source() : "neighbours stay neighbours";
      addDead(written.get(i), now.get(i).dead(), base, dead);
      base += written.get(i).liveCount();
    }
    return dead.build();
  }

  /**
   * Adds the rows that were alive in {@code then} and are dead now, by their rank among those that
   * were alive.
   */
  private static void addDead(SourceView then, DeadRows now, int base, DeadRows.Builder dead) {
    if (now.count() == then.dead().count()) {
      return;
    }
    int rank = base;
    for (int word = 0; (word << 6) < then.rowCount(); word++) {
      long alive = ~then.dead().word(word);
      for (long died = now.word(word) & alive; died != 0; died &= died - 1) {
        long below = Long.lowestOneBit(died) - 1;
        dead.add(rank + Long.bitCount(alive & below));
      }
      rank += Long.bitCount(alive);
    }
  }

  private static int indexOf(List<SourceView> sources, Source source) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).source() == source) {
        return i;
      }
    }
    throw new AssertionError("a source that was never published");
  }
}
