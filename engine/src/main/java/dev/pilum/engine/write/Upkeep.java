package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.engine.event.TableEvents;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.manifest.VersionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * What the manifest says and what the view shows are changed in this order: files written and forced, folder forced, manifest written,
 * view published. The lock lets one flush, or one merge's last step, happen at a time; merges and graphs are built outside it (Merges,
 * GraphUpkeep). Commits go on beside all of them and are stopped only for the moments when logs are switched and views published.
 */
/**
 * Flushes and merges of one table, in the background or at once.
 *
 * <p>Safe for use by many threads.
 */
public final class Upkeep {
  private final Env env;
  private final DatabaseOptions options;
  private final TableFolder folder;
  private final ViewHolder views;
  private final CommitPipeline pipeline;
  private final ManifestLog manifests;
  private final TableHistory history;
  private final TableEvents events;
  private final GraphUpkeep graphs;
  private final Flushes flushes;
  private final ScalarUpkeep scalars;
  private final LiveIndexes live;
  private final Merges merges;
  private final SchemaUpkeep schemas;
  private final @Nullable TableScrub scrub;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean flushRequested = new AtomicBoolean();
  private volatile boolean closing;

  Upkeep(
      Env env,
      DatabaseOptions options,
      TableFolder folder,
      ViewHolder views,
      CommitPipeline pipeline,
      ManifestLog manifests,
      TableHistory history,
      TableEvents events) {
    this.env = env;
    this.options = options;
    this.folder = folder;
    this.views = views;
    this.pipeline = pipeline;
    this.manifests = manifests;
    this.history = history;
    this.events = events;
    GraphBuilds builds = new GraphBuilds(env, options);
    GraphOrigins origins = new GraphOrigins(options.graphMinimumRows());
    this.graphs = new GraphUpkeep(builds, options, folder, views, this, origins);
    this.live = new LiveIndexes(env, options, views, builds);
    this.scalars = new ScalarUpkeep(folder, views, this, manifests);
    this.flushes = new Flushes(folder, views, pipeline, manifests, this, origins);
    this.merges =
        new Merges(
            folder, views, pipeline, manifests, this, graphs, origins, options.maximumSegments());
    this.schemas = new SchemaUpkeep(folder, views, pipeline, manifests, history, this, merges);
    this.scrub =
        options.scrub().isOn()
            ? new TableScrub(env, options.scrub(), folder, views, manifests, this)
            : null;
  }

  /**
   * Looks after a commit whether something is due; never waits unless new rows come in faster than
   * they can be flushed. Should the flush fail, the commit is durable all the same, and the next
   * one learns of it.
   */
  public void afterCommit() {
    long pending = pipeline.pendingBytes();
    if (pending >= 2 * options.memtableBytes()) {
      makeRoom();
    } else if (pending >= options.memtableBytes()) {
      requestFlush();
    } else {
      live.request();
    }
  }

  /**
   * Has a flush made by the helpers, for the background may be busy with a merge or a graph; what
   * comes after it is the background's.
   */
  private void requestFlush() {
    if (!closing && flushRequested.compareAndSet(false, true)) {
      try {
        env.helpers().execute(this::flushInBackground);
      } catch (Closed e) {
        UpkeepLog.LOG.debug("no flush, the environment is closing");
      }
    }
  }

  private void flushInBackground() {
    flushRequested.set(false);
    logged(() -> exclusively(() -> flushIfAbove(options.memtableBytes())));
    request();
  }

  private void makeRoom() {
    try {
      exclusively(() -> flushIfAbove(options.memtableBytes()));
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("flush of '{}' failed: {}", folder.root(), e.getMessage());
    }
  }

  /** Has everything that is due done in the background. */
  public void request() {
    if (!closing && requested.compareAndSet(false, true)) {
      try {
        env.background().execute(this::runInBackground);
      } catch (Closed e) {
        UpkeepLog.LOG.debug("no upkeep, the environment is closing");
      }
    }
  }

  /** Flushes, if there is anything new. */
  public void flush() {
    exclusively(this::flushNow);
    request();
  }

  /** Does everything that is due, on this thread, after what is under way. */
  public void runDue() {
    exclusively(() -> flushIfAbove(options.memtableBytes()));
    merges.runDue();
    scalars.buildMissing();
    live.extendAll();
    graphs.buildMissing();
  }

  /**
   * Flushes, merges all segments into one as far as it can hold them, builds its graphs, and lets
   * go of the files and logs from before.
   */
  public void optimize() {
    exclusively(this::flushNow);
    merges.mergeAll();
    scalars.buildMissing();
    graphs.buildMissing();
    exclusively(manifests::letGo);
  }

  /**
   * Changes which versions are kept; returns once that is durable, and in both newest manifests
   * unless only the reader of a feed has come further: should one be lost, the other tells.
   *
   * @param change gets what holds and the newest version, and may refuse
   */
  public void changeHistory(BiFunction<VersionHistory, Long, VersionHistory> change) {
    AtomicReference<@Nullable InvalidRequest> refused = new AtomicReference<>();
    exclusively(() -> {
      VersionHistory before = history.now();
      try {
        pipeline.changeHistory(change);
        manifests.write(manifests.newest().segments());
        if (!history.now().keepsLike(before)) {
          manifests.write(manifests.newest().segments());
        }
      } catch (InvalidRequest e) {
        refused.set(e);
      }
    });
    InvalidRequest why = refused.get();
    if (why != null) {
      throw why;
    }
  }

  /** Returns what time it is, in milliseconds since 1970-01-01T00:00Z. */
  public long currentTimeMillis() {
    return env.currentTimeMillis();
  }

  /** Returns rows with those alone dead that no version shows which is wanted now. */
  SourceView kept(SourceView rows) {
    return rows.kept(history.now());
  }

  /** Gives up versions that are not wanted any more; for the holder of the upkeep lock. */
  void giveUpVersions(long newest) {
    history.advance(newest, env.currentTimeMillis());
  }

  /** Returns what changes the columns. */
  public SchemaUpkeep schemas() {
    return schemas;
  }

  /** Returns what checks the files, or {@code null} where nobody wants that. */
  public @Nullable TableScrub scrub() {
    return scrub;
  }

  /** Returns which versions can be read. */
  VersionHistory history() {
    return history.now();
  }

  /** Returns what is told of flushes, merges and graphs. */
  TableEvents events() {
    return events;
  }

  /** Returns how many segments are to get a graph and have none. */
  public int segmentsWithoutGraph(TableView view) {
    return graphs.missing(view);
  }

  /** Returns what makes scalar indexes. */
  public ScalarUpkeep scalarIndexes() {
    return scalars;
  }

  /** Returns the newest manifest. */
  public Manifest manifest() {
    return manifests.newest();
  }

  /**
   * Waits for what is under way, except scrubs, graphs and merges that wait for theirs, which are
   * given up, and flushes when reopening would otherwise take long. Afterwards no file is touched
   * any more.
   */
  public void close(long flushAboveBytes) {
    closing = true;
    if (scrub != null) {
      scrub.cancel();
    }
    scalars.cancel();
    live.cancel();
    graphs.cancel();
    merges.awaitEnd();
    lock.lock();
    try {
      if (!pipeline.isBroken()) {
        guarded(() -> flushIfAbove(flushAboveBytes));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code work} while the newest manifest and its files stay as they are. */
  public void whileFilesStay(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a graph, a calibration, zone maps or a scalar index, whose file has been forced but not
   * its name, to a segment, if the segment is still there, with the same columns, and the index is
   * still wanted.
   *
   * @return whether it is
   */
  boolean addIndex(Segment segment, FileMeta file) {
    lock.lock();
    try {
      if (!scalars.isWanted(file) || !isSeen(segment)) {
        return false;
      }
      List<SegmentMeta> segments = new ArrayList<>(manifests.newest().segments());
      for (int i = 0; i < segments.size(); i++) {
        if (segments.get(i).id() == segment.id()) {
          segments.set(i, segments.get(i).with(file));
          guarded(() -> {
            folder.forceNames();
            manifests.write(segments);
          });
          segment.attach(file);
          events.traffic().indexed(file.lengthBytes());
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** A segment whose table has other columns now is opened anew. */
  private boolean isSeen(Segment segment) {
    return views.newest().sources().stream().anyMatch(source -> source.source() == segment);
  }

  private void runInBackground() {
    requested.set(false);
    logged(this::runDue);
  }

  private void logged(Runnable work) {
    try {
      work.run();
    } catch (Closed e) {
      UpkeepLog.LOG.debug("no upkeep, '{}' is closed", folder.root());
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("upkeep of '{}' failed: {}", folder.root(), e.getMessage());
    }
  }

  /**
   * Runs {@code work} alone; once the table is closing nothing starts, for somebody else may open
   * it next.
   */
  void exclusively(Runnable work) {
    lock.lock();
    try {
      refuseIfClosing();
      guarded(work);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the last step of what began before the table was closing, and which it waits for. */
  void finishing(Runnable work) {
    lock.lock();
    try {
      guarded(work);
    } finally {
      lock.unlock();
    }
  }

  /** Throws {@link Closed} when nothing new may begin. */
  void refuseIfClosing() {
    if (closing) {
      throw new Closed("table '" + folder.root() + "' is closed; open its database again");
    }
  }

  /** Returns whether the table is closing, so that nothing new should begin. */
  boolean isClosing() {
    return closing;
  }

  /**
   * Runs what changes files; should it fail, nobody knows what is on the disk, and only recovery
   * may find out.
   */
  void guarded(Runnable work) {
    pipeline.refuseIfBroken();
    try {
      work.run();
    } catch (PilumException e) {
      pipeline.breakOff(e);
      throw e;
    } catch (RuntimeException | Error e) {
      pipeline.breakOff(new Closed("upkeep failed unexpectedly; reopen the database", e));
      throw e;
    }
  }

  /**
   * Flushes when much is waiting; looked at again under the lock, because somebody else may have
   * flushed just now.
   */
  private void flushIfAbove(long bytes) {
    if (pipeline.pendingBytes() >= bytes) {
      flushNow();
    }
  }

  /** Flushes, if there is anything new; for the holder of the lock. */
  void flushNow() {
    flushes.flush();
  }
}
