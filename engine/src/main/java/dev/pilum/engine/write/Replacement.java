package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.Source;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.segment.Deaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment in place of the sources whose rows were written into it: those that some version
 * needs. Of these, the ones that only older versions show, and those that died while the segment
 * was being written, are dead in it: they are found by comparing the sources as they were written
 * with what they are now.
 *
 * @param written the sources with those rows dead that were left out, neighbours in order
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
    List<Death> deaths = new ArrayList<>();
    int base = 0;
    for (int i = 0; i < now.size(); i++) {
      assert now.get(i).source() == written.get(i).source() : "neighbours stay neighbours";
      if (now.get(i).dead().count() > written.get(i).dead().count()) {
        Ranks ranks = new Ranks(written.get(i), base);
        addDeaths(ranks, now.get(i).dead().deaths(), deaths);
        addOthers(ranks, now.get(i).dead(), dead);
      }
      base += written.get(i).liveCount();
    }
    // Those whose deaths are known are noted with them, in the order of versions over all sources.
    deaths.forEach(death -> dead.remove(death.ordinal()));
    deaths.sort(Comparator.comparingLong(Death::version));
    deaths.forEach(death -> dead.add(death.ordinal(), death.version()));
    return dead.build();
  }

  /** A row of the new segment that a version killed. */
  private record Death(int ordinal, long version) {}

  private static void addDeaths(Ranks ranks, Deaths known, List<Death> deaths) {
    for (int i = 0; i < known.count(); i++) {
      if (!ranks.source().dead().contains(known.ordinal(i))) {
        deaths.add(new Death(ranks.of(known.ordinal(i)), known.version(i)));
      }
    }
  }

  private static void addOthers(Ranks ranks, DeadRows now, DeadRows.Builder dead) {
    SourceView then = ranks.source();
    for (int word = 0; (word << 6) < then.rowCount(); word++) {
      for (long died = now.word(word) & ~then.dead().word(word); died != 0; died &= died - 1) {
        dead.add(ranks.of((word << 6) + Long.numberOfTrailingZeros(died)));
      }
    }
  }

  /** Where the rows of a source that were written are in the new segment. */
  private static final class Ranks {
    private final SourceView source;
    private final int[] before;

    Ranks(SourceView source, int base) {
      this.source = source;
      this.before = new int[(source.rowCount() + 63) >>> 6];
      int rank = base;
      for (int word = 0; word < before.length; word++) {
        before[word] = rank;
        rank += Long.bitCount(~source.dead().word(word));
      }
    }

    SourceView source() {
      return source;
    }

    int of(int ordinal) {
      long below = (1L << ordinal) - 1;
      return before[ordinal >>> 6] + Long.bitCount(~source.dead().word(ordinal >>> 6) & below);
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
