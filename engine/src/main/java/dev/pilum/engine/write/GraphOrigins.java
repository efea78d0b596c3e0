package dev.pilum.engine.write;

import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.Source;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.hnsw.FormerGraph;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/*
 * The graph of a merged segment begins with that of one of the segments that went into it. These leave the table as soon as they are
 * merged, long before the new graph is built, so one of them is kept open until then. Its files may be deleted meanwhile: mapped files
 * stay readable. That of a flushed one begins with the graph of the memtable, which is on the heap and does not need the rows' memory.
 * Nothing of this is on the disk. After a crash the graph is built from nothing.
 */
/**
 * Where the rows of flushed and merged segments come from, as long as these have no graph.
 *
 * <p>Safe for use by many threads.
 */
final class GraphOrigins {
  private final int minimumRows;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Origin> origins = new HashMap<>();
  private boolean closed;

  /** Keeps origins of segments of at least {@code minimumRows}, for others get no graph. */
  GraphOrigins(int minimumRows) {
    this.minimumRows = minimumRows;
  }

  /** Rows that have a graph, and where they are in a segment. */
  static final class Origin {
    private final TableView held;
    private final IntFunction<@Nullable VectorIndex> indexes;
    private final int[] newOrdinals;

    private Origin(TableView held, IntFunction<@Nullable VectorIndex> indexes, int[] newOrdinals) {
      this.held = held;
      this.indexes = indexes;
      this.newOrdinals = newOrdinals;
    }

    /**
     * Returns the graph of the vector column with this field id, over these rows or the first of
     * them, or {@code null} when there is none.
     */
    @Nullable FormerGraph graph(int fieldId) {
      return indexes.apply(fieldId) instanceof HnswSearcher found
          ? new FormerGraph(found.graph(), Arrays.copyOf(newOrdinals, found.rowCount()))
          : null;
    }

    /** Gives back what {@link GraphOrigins#acquire} returned. */
    void release() {
      held.release();
    }
  }

  /**
   * Notes a flush or a merge, before the new segment is seen by anybody.
   *
   * @param view holds the sources
   * @param sources as their live rows were written, in order
   * @param written the new segment, or {@code null} where no row was alive
   */
  void moved(TableView view, List<SourceView> sources, @Nullable SegmentMeta written) {
    lock.lock();
    try {
      boolean wantsGraph = written != null && written.rowCount() >= minimumRows;
      int best = wantsGraph && hasVectors(view.schema()) ? best(sources) : -1;
      if (best >= 0 && written != null && !closed) {
        origins.put(written.id(), origin(view, sources, best));
      }
      for (SourceView source : sources) {
        Origin before = source.source() instanceof Segment s ? origins.remove(s.id()) : null;
        if (before != null) {
          before.release();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns where the graph of a segment can begin, or {@code null} when that is nowhere; the
   * caller releases it.
   */
  @Nullable Origin acquire(long segmentId) {
    lock.lock();
    try {
      Origin origin = origins.get(segmentId);
      return origin != null && origin.held.tryRetain() ? origin : null;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a segment that has all its graphs. */
  void forget(long segmentId) {
    lock.lock();
    try {
      Origin origin = origins.remove(segmentId);
      if (origin != null) {
        origin.release();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of everything, for good. */
  void close() {
    lock.lock();
    try {
      closed = true;
      origins.values().forEach(Origin::release);
      origins.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Of a segment that gets no graph, an origin would be kept as long as the segment is. */
  private static boolean hasVectors(Schema schema) {
    return schema.fields().stream().anyMatch(field -> field.type() instanceof DataType.Vector);
  }

  /**
   * Returns which source has most live rows of those that can lend a graph, or -1 when none can.
   */
  private int best(List<SourceView> sources) {
    int best = -1;
    for (int i = 0; i < sources.size(); i++) {
      if (canLend(sources.get(i).source())
          && (best < 0 || sources.get(i).liveCount() > sources.get(best).liveCount())) {
        best = i;
      }
    }
    return best;
  }

  /** A memtable's graph may still be in the making. */
  private boolean canLend(Source source) {
    return switch (source) {
      case Memtable _ -> true;
      case Segment segment -> segment.hasGraphs() || origins.containsKey(segment.id());
    };
  }

  private Origin origin(TableView view, List<SourceView> sources, int place) {
    SourceView source = sources.get(place);
    int base = sources.subList(0, place).stream().mapToInt(SourceView::liveCount).sum();
    int[] newOrdinals = newOrdinals(source, base);
    Origin before = source.source() instanceof Segment s ? origins.get(s.id()) : null;
    if (before == null || (source.source() instanceof Segment s && s.hasGraphs())) {
      return new Origin(held(view, source), indexes(source.source()), newOrdinals);
    }
    boolean alive = before.held.tryRetain();
    assert alive : "what is kept is alive";
    return new Origin(before.held, before.indexes, behind(before.newOrdinals, newOrdinals));
  }

  /** A memtable's graphs outlive it, and are all that is kept of it. */
  private static IntFunction<@Nullable VectorIndex> indexes(Source source) {
    return switch (source) {
      case Memtable memtable -> memtable.vectorIndexes();
      case Segment segment -> segment::vectorIndex;
    };
  }

  /** Keeps a segment's memory; a memtable's graph is on the heap. */
  private static TableView held(TableView view, SourceView source) {
    List<SourceView> needed = source.source() instanceof Segment ? List.of(source) : List.of();
    return new TableView(view.version(), view.nextRowId(), view.schema(), needed);
  }

  /** Returns where the rows of a source are once its live ones stand from {@code base} on. */
  private static int[] newOrdinals(SourceView source, int base) {
    int[] newOrdinals = new int[source.rowCount()];
    Arrays.fill(newOrdinals, FormerGraph.GONE);
    int next = base;
    for (LiveRange range : LiveRange.of(source)) {
      for (int ordinal = range.from(); ordinal < range.end(); ordinal++) {
        newOrdinals[ordinal] = next++;
      }
    }
    return newOrdinals;
  }

  /** Returns where rows are after two moves. */
  static int[] behind(int[] first, int[] second) {
    int[] both = new int[first.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = first[i] == FormerGraph.GONE ? FormerGraph.GONE : second[first[i]];
    }
    return both;
  }
}
