package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.TableEvent;
import dev.pilum.WriteResult;
import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Listeners;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.event.TableEvents;
import dev.pilum.engine.keys.KeyIndex;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.keys.PerSourceKeyIndex;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows on disk and in memory, to be read and, unless opened for reading only, to be
 * written.
 *
 * <p>Safe for use by many threads.
 */
public final class TableStore {
  /**
   * A table closed with more than this unflushed is flushed first: replaying it would take longer
   * than 10 ms.
   */
  private static final long FLUSH_AT_CLOSE_BYTES = 1 << 20;

  private final TableFolder folder;
  private final ViewHolder views;
  private final KeyIndex index;
  private final TableHistory history;
  private final TableEvents events;
  private final @Nullable Manifest readBy;
  private final @Nullable Writer writer;

  /** What a writable table has beside its views. */
  private record Writer(CommitPipeline pipeline, Upkeep upkeep, SearchUpkeep searches) {}

  private TableStore(
      TableFolder folder,
      ViewHolder views,
      KeyIndex index,
      TableHistory history,
      TableEvents events,
      @Nullable Manifest readBy,
      @Nullable Writer writer) {
    this.readBy = readBy;
    this.history = history;
    this.events = events;
    this.folder = folder;
    this.views = views;
    this.index = index;
    this.writer = writer;
  }

  /**
   * Creates the files of an empty table; it exists from the moment its first manifest is durable.
   */
  public static void create(Env env, String name, Schema schema) {
    TableFolder folder = new TableFolder(env.files(), name);
    folder.create();
    long tableId = env.nextRandomLong();
    long epoch = dev.pilum.storage.wal.LogFiles.nextEpoch(env.files(), folder.logDirectory());
    LogWriter.create(env.files(), folder.logDirectory(), LogHeader.first(tableId, epoch)).close();
    new ManifestStore(env.files(), name)
        .write(
            new Manifest(
                1, tableId, schema, 0, 1, 1, epoch, List.of(), List.of(), VersionHistory.NEWEST));
  }

  /** Opens a table for reading and writing. */
  public static TableStore open(
      Env env,
      DatabaseOptions options,
      KeyIndexes indexes,
      String name,
      Listeners listeners,
      LastEnd lastEnd) {
    TableEvents events = new TableEvents(name, env, listeners);
    Span span = events.begin(Kind.OPENING);
    TableFolder folder = TableFolder.yielding(env, name);
    Recovery.Writable found = Recovery.alone(folder).forWriting(indexes, lastEnd);
    ViewHolder views = new ViewHolder(name, found.state().view());
    KeyIndex index = openIndex(indexes, name, found);
    TableHistory history = found.state().history();
    CommitPipeline pipeline =
        new CommitPipeline(
            views,
            index,
            found.state().memtable(),
            new CommitLog(folder, options.durability(), found),
            env,
            history,
            events);
    Upkeep upkeep =
        new Upkeep(env, options, folder, views, pipeline, found.manifests(), history, events);
    tellOpened(events, span, found.state());
    upkeep.request();
    Writer writer = new Writer(pipeline, upkeep, new SearchUpkeep(env, views));
    return new TableStore(folder, views, index, history, events, null, writer);
  }

  /**
   * Nothing is made or linked where nobody listens and the opening was short: a fresh process waits
   * for its first query.
   */
  private static void tellOpened(TableEvents events, Span span, Recovery.Recovered found) {
    TableView view = found.view();
    Manifest manifest = found.manifest();
    long replayed = view.version() - manifest.version();
    if (events.isWorthTelling(span)) {
      events.end(
          span,
          (table, nanos) ->
              new TableEvent.Opening(
                  table, nanos, view.liveCount(), manifest.segments().size(), replayed));
    }
  }

  /** Opens a table as it is now, for reading only. */
  public static TableStore openReadOnly(Env env, String name, Listeners listeners) {
    TableEvents events = new TableEvents(name, env, listeners);
    Span span = events.begin(Kind.OPENING);
    TableFolder folder = new TableFolder(env.files(), name);
    Recovery.Recovered found = new Recovery(folder).forReading();
    found.memtable().release();
    tellOpened(events, span, found);
    return new TableStore(
        folder,
        new ViewHolder(name, found.view()),
        new PerSourceKeyIndex(),
        found.history(),
        events,
        found.manifest(),
        null);
  }

  private static KeyIndex openIndex(KeyIndexes indexes, String name, Recovery.Writable found) {
    try {
      return indexes.open(name, found.state().manifest().tableId(), found.state().view());
    } catch (PilumException e) {
      found.release();
      throw e;
    }
  }

  /** Returns what says where the rows of keys may be. */
  public KeyIndex index() {
    return index;
  }

  /** Returns what is told of the table's doings. */
  public TableEvents events() {
    return events;
  }

  /** Returns about how many bytes would have to be replayed after a crash now. */
  public long unflushedBytes() {
    return writer == null ? 0 : writer.pipeline().pendingBytes();
  }

  /** Returns about how many changes wait for their turn. */
  public int waitingChanges() {
    return writer == null ? 0 : writer.pipeline().waitingChanges();
  }

  /** Returns the newest view; the caller releases it. */
  public TableView acquire() {
    return views.acquire();
  }

  /** Returns the newest view, all of it on the disk by now; the caller releases it. */
  public TableView acquireForced() {
    TableView view = views.acquire();
    try {
      if (writer != null) {
        writer.pipeline().forceSeen();
      }
      return view;
    } catch (PilumException e) {
      view.release();
      throw e;
    }
  }

  /** Returns which versions can be read. */
  public VersionHistory history() {
    return history.now();
  }

  /** Returns the columns. */
  public Schema schema() {
    return views.schema();
  }

  /** Returns the newest version. */
  public long version() {
    return views.newest().version();
  }

  /** Returns the table's folder. */
  public TableFolder folder() {
    return folder;
  }

  /** Makes a change; returns once it is durable and visible. */
  public WriteResult commit(Change change) {
    Writer writable = writer();
    WriteResult result = writable.pipeline().commit(change);
    while (result == null) {
      writable.upkeep().flush();
      result = writable.pipeline().commit(change);
    }
    writable.searches().afterCommit();
    writable.upkeep().afterCommit();
    return result;
  }

  /** Returns what flushes and merges. */
  public Upkeep upkeep() {
    return writer().upkeep();
  }

  /**
   * Runs {@code work} while the newest manifest and its files stay as they are, as far as that is
   * in this process's hand.
   */
  public void whileFilesStay(Runnable work) {
    if (writer == null) {
      work.run();
    } else {
      writer.upkeep().whileFilesStay(work);
    }
  }

  /** Throws {@link Closed} when an earlier write has failed, saying why. */
  public void refuseIfBroken() {
    if (writer != null) {
      writer.pipeline().refuseIfBroken();
    }
  }

  /** Returns whether the table was opened for writing. */
  public boolean isWritable() {
    return writer != null;
  }

  /**
   * Returns the newest version with all its files open; of a table that another process writes, the
   * newest on the disk.
   */
  PinnedTable pin() {
    if (writer == null) {
      return new Recovery(folder).pinned();
    }
    AtomicReference<@Nullable PinnedTable> pinned = new AtomicReference<>();
    whileFilesStay(() -> {
      TableView view = views.acquire();
      try {
        pinned.set(PinnedTable.of(folder, view, manifest()));
      } finally {
        if (pinned.get() == null) {
          view.release();
        }
      }
    });
    return Objects.requireNonNull(pinned.get());
  }

  /** Returns what no other table has, not even one of the same name. */
  public long tableId() {
    return manifest().tableId();
  }

  /** Returns the newest manifest, though another process may have written it. */
  public Manifest manifestOnDisk() {
    return writer == null ? new Recovery(folder).newest() : writer.upkeep().manifest();
  }

  /** Returns the newest manifest; of a table opened for reading only, the one it was opened by. */
  public Manifest manifest() {
    return writer == null ? Objects.requireNonNull(readBy) : writer.upkeep().manifest();
  }

  /**
   * Gives up upkeep and lets go of files and memory; for a table that is about to be dropped.
   * Writes nothing any more: often a table is dropped because the disk is full.
   */
  public void discard() {
    if (writer != null) {
      String why = "table '" + folder.root() + "' was dropped and is closed; create it again";
      writer.pipeline().breakOff(new Closed(why));
    }
    index.close();
    close(Long.MAX_VALUE);
  }

  /**
   * Gives up upkeep, makes all commits durable, lets go of files and memory as soon as no reader
   * needs them.
   */
  public void close() {
    close(FLUSH_AT_CLOSE_BYTES);
  }

  private void close(long flushAboveBytes) {
    try {
      if (writer != null) {
        closeWriter(writer, flushAboveBytes);
      }
    } finally {
      views.close();
    }
  }

  /**
   * Returns whether the table was closed for writing and every name that it made is durable: no
   * write, flush or merge had failed.
   */
  public boolean hasEndedWell() {
    return writer != null && writer.pipeline().hasEndedWell();
  }

  private static void closeWriter(Writer writer, long flushAboveBytes) {
    try {
      writer.upkeep().close(flushAboveBytes);
    } finally {
      writer.pipeline().close();
    }
  }

  private Writer writer() {
    if (writer == null) {
      throw new InvalidRequest(
          "table '" + folder.root() + "' was opened read-only; open the database for writing");
    }
    return writer;
  }
}
