package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.TableEvent;
import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.hnsw.BuildMonitor;
import dev.pilum.hnsw.FormerGraph;
import dev.pilum.hnsw.HnswBuilder;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.segment.DeadRows;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Builds the graphs that large segments lack, one at a time, while the segments are searched
 * exactly; then measures what recall they reach.
 *
 * <p>Safe for use by many threads.
 */
final class GraphUpkeep {
  private final GraphBuilds builds;
  private final GraphFiles written;
  private final DatabaseOptions options;
  private final TableFolder folder;
  private final ViewHolder views;
  private final Upkeep upkeep;
  private final GraphOrigins origins;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> hopeless = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  GraphUpkeep(
      GraphBuilds builds,
      DatabaseOptions options,
      TableFolder folder,
      ViewHolder views,
      Upkeep upkeep,
      GraphOrigins origins) {
    this.builds = builds;
    this.written = new GraphFiles(folder, builds);
    this.options = options;
    this.folder = folder;
    this.views = views;
    this.upkeep = upkeep;
    this.origins = origins;
  }

  /** A graph to be built or measured. */
  private record Missing(Segment segment, SourceView source, Field field, Column vectors) {
    String name() {
      return segment.id() + "." + field.id();
    }
  }

  /**
   * Builds and measures all graphs where that is missing, after what is under way; gives up when
   * cancelled.
   */
  void buildMissing() {
    lock.lock();
    try {
      while (!cancelled && (makeNext(FileMeta.Kind.GRAPH) || makeNext(FileMeta.Kind.CALIBRATION))) {
        UpkeepLog.LOG.debug("one more graph or calibration for '{}'", folder.root());
      }
    } catch (CancellationException e) {
      UpkeepLog.LOG.debug("gave up a graph of '{}'", folder.root());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Builds and measures the graphs of a segment that nobody sees yet, so that nobody ever sees it
   * without.
   *
   * @return its files with the new ones, whose names are the caller's to force; without graphs that
   *     the disk did not take, or that an interrupted thread gave up
   * @throws CancellationException when {@link #cancel} was called
   */
  SegmentMeta complete(Segment segment, SegmentMeta meta) {
    lock.lock();
    try {
      SegmentMeta withGraphs = with(FileMeta.Kind.GRAPH, segment, meta);
      return with(FileMeta.Kind.CALIBRATION, segment, withGraphs);
    } finally {
      forgetIfComplete(segment, segment.view(DeadRows.NONE));
      lock.unlock();
    }
  }

  private void forgetIfComplete(Segment segment, SourceView rows) {
    if (firstMissing(segment, rows, FileMeta.Kind.GRAPH) == null) {
      origins.forget(segment.id());
    }
  }

  private SegmentMeta with(FileMeta.Kind kind, Segment segment, SegmentMeta meta) {
    SegmentMeta files = meta;
    SourceView rows = segment.view(DeadRows.NONE);
    try {
      for (Missing missing = firstMissing(segment, rows, kind);
          missing != null;
          missing = firstMissing(segment, rows, kind)) {
        if (cancelled) {
          throw new CancellationException("closing");
        }
        FileMeta file = kind == FileMeta.Kind.GRAPH ? build(missing) : measure(missing);
        segment.attach(file);
        files = files.with(file);
      }
    } catch (StorageFailure e) {
      UpkeepLog.LOG.warn("a graph of '{}' has to wait: {}", folder.root(), e.getMessage());
    } catch (CancellationException e) {
      if (cancelled) {
        throw e;
      }
      UpkeepLog.LOG.debug("an interrupted thread gave up a graph of '{}'", folder.root());
    }
    return files;
  }

  /** Gives up what is under way, and returns when that has ended. */
  void cancel() {
    cancelled = true;
    lock.lock();
    try {
      assert cancelled : "nobody starts again";
      origins.close();
    } finally {
      lock.unlock();
    }
  }

  private boolean makeNext(FileMeta.Kind kind) {
    TableView view = views.acquire();
    try {
      Missing missing = firstMissing(view, kind);
      if (missing == null) {
        return false;
      }
      if (!isSound(missing) || isGone(missing, kind)) {
        return true;
      }
      FileMeta file = kind == FileMeta.Kind.GRAPH ? build(missing) : measure(missing);
      if (!upkeep.addIndex(missing.segment(), file)) {
        folder.deleteUnneeded(file.path()); // merged meanwhile, or its table has other columns
        return views.newest() != view; // or the same would be made for ever
      }
      forgetIfComplete(missing.segment(), missing.source());
      return true;
    } finally {
      view.release();
    }
  }

  /** Reads the vectors whole: a graph over damaged ones would be built in vain. */
  private boolean isSound(Missing missing) {
    try {
      missing.segment().checkForCopying();
      return true;
    } catch (Corruption e) {
      UpkeepLog.LOG.warn("no graph is built: {}", e.getMessage());
      hopeless.add(missing.name());
      return false;
    }
  }

  /** A graph that was to be measured may have turned out to be damaged: another is built first. */
  private static boolean isGone(Missing missing, FileMeta.Kind kind) {
    return kind == FileMeta.Kind.CALIBRATION
        && missing.segment().graph(missing.field().id()) == null;
  }

  private FileMeta build(Missing missing) {
    Span span = upkeep.events().begin(Kind.GRAPH_BUILD);
    VectorBlock vectors = Vectors.block(missing.vectors());
    HnswGraph graph = extended(missing, vectors);
    if (graph == null) {
      graph = written.build(missing.field(), missing.vectors(), monitor());
    }
    FileMeta file = written.write(missing.field(), graph, vectors);
    String column = missing.field().name();
    long rows = missing.source().rowCount();
    upkeep
        .events()
        .end(
            span,
            (table, nanos) ->
                new TableEvent.GraphBuild(table, nanos, column, rows, file.lengthBytes()));
    return file;
  }

  /**
   * Builds a graph that begins with that of rows which became part of this segment; {@code null}
   * where there is none, and where rows have several vectors: it is known of rows where they went.
   */
  private @Nullable HnswGraph extended(Missing missing, VectorBlock vectors) {
    if (!(missing.field().type() instanceof DataType.Vector)) {
      return null;
    }
    GraphOrigins.Origin origin = origins.acquire(missing.segment().id());
    if (origin == null) {
      return null;
    }
    try {
      FormerGraph former = origin.graph(missing.field().id());
      return former == null
          ? null
          : HnswBuilder.extend(
              former,
              vectors,
              missing.field().metric(),
              builds.parameters(),
              Vectors.present(missing.vectors()),
              builds.threads(),
              monitor());
    } catch (Corruption e) {
      UpkeepLog.LOG.warn("a graph begins from nothing: {}", e.getMessage());
      return null;
    } finally {
      origin.release();
    }
  }

  private FileMeta measure(Missing missing) {
    HnswSearcher searcher = missing.segment().graph(missing.field().id());
    assert searcher != null : "only what there is can be measured";
    return written.measure(
        missing.field(), searcher, missing.vectors(), missing.segment().id(), () -> cancelled);
  }

  private BuildMonitor monitor() {
    return (done, total) -> !cancelled;
  }

  /** Returns how many segments of a view are to get a graph and have none. */
  int missing(TableView view) {
    int missing = 0;
    for (SourceView source : view.sources()) {
      boolean lacks =
          source.source() instanceof Segment segment
              && source.rowCount() > 0
              && firstMissing(segment, source, FileMeta.Kind.GRAPH) != null;
      missing += lacks ? 1 : 0;
    }
    return missing;
  }

  private @Nullable Missing firstMissing(TableView view, FileMeta.Kind kind) {
    for (SourceView source : view.sources()) {
      if (source.source() instanceof Segment segment && source.rowCount() > 0) {
        Missing missing = firstMissing(segment, source, kind);
        if (missing != null) {
          return missing;
        }
      }
    }
    return null;
  }

  private @Nullable Missing firstMissing(Segment segment, SourceView source, FileMeta.Kind kind) {
    List<Field> fields = source.rows().fields();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (field.type().vectors() != null && lacks(segment, field, kind)) {
        Missing missing = new Missing(segment, source, field, source.rows().column(i));
        if (isWorthIt(missing) && !hopeless.contains(missing.name())) {
          return missing;
        }
      }
    }
    return null;
  }

  /** Returns whether there are enough vectors for a graph, and no more than one can hold. */
  private boolean isWorthIt(Missing missing) {
    int vectors = Vectors.block(missing.vectors()).rowCount();
    return vectors >= options.graphMinimumRows()
        && vectors <= HnswBuilder.maxRowCount(builds.parameters());
  }

  /** Of several vectors in each row a calibration would say nothing: it measures one by one. */
  private static boolean lacks(Segment segment, Field field, FileMeta.Kind kind) {
    boolean hasGraph = segment.graph(field.id()) != null;
    return kind == FileMeta.Kind.GRAPH
        ? !hasGraph
        : hasGraph
            && field.type() instanceof DataType.Vector
            && segment.calibration(field.id()) == null;
  }
}
