package dev.pilum.engine.db;

import dev.pilum.BackupForm;
import dev.pilum.BackupReport;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.EmbeddingFunction;
import dev.pilum.Table;
import dev.pilum.TableListener;
import dev.pilum.VerifyReport;
import dev.pilum.engine.check.TableCheck;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.EmbeddingFunctions;
import dev.pilum.engine.event.Listeners;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.read.SearchResources;
import dev.pilum.engine.read.SearchesFirst;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.engine.write.TableStore;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database in a folder. Tables are opened when first asked for and stay open until the database
 * is closed.
 */
final class LocalDatabase implements Database {
  private final SearchesFirst env;
  private final DatabaseOptions options;
  private final KeyIndexes indexes;
  private final KernelWarmUp warmUp;
  private final HeapBudget heap;
  private final @Nullable WriteLock writeLock;
  private final Runnable atClose;
  private final TableCatalog catalog;
  private final @Nullable Scrubs scrubs;
  private final Listeners listeners = new Listeners();
  private final EmbeddingFunctions embeddings = new EmbeddingFunctions();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, LocalTable> open = new HashMap<>();
  private boolean closed;

  /**
   * Opens the database.
   *
   * @param indexes the key indexes of tables opened for writing
   * @param warmUp whose kernels searches use
   * @param writeLock held as long as the database is open, or {@code null} to open for reading only
   * @param atClose run last
   */
  LocalDatabase(
      Env env,
      DatabaseOptions options,
      KeyIndexes indexes,
      KernelWarmUp warmUp,
      @Nullable FileLock writeLock,
      Runnable atClose) {
    this.env = new SearchesFirst(env);
    this.options = options;
    this.indexes = indexes;
    this.warmUp = warmUp;
    this.heap = new HeapBudget(options.searchHeapBytes());
    this.writeLock = writeLock == null ? null : new WriteLock(writeLock);
    this.atClose = atClose;
    this.catalog = new TableCatalog(env.files());
    this.scrubs =
        options.scrub().isOn() ? new Scrubs(this.env, options.scrub(), new OpenedTables()) : null;
    List<String> names = env.files().list("");
    Backups.refuseUnfinished(env.files(), names);
    if (writeLock != null) {
      catalog.finishDrops(names);
    }
  }

  /** Begins with what goes on by itself while the database is open for writing. */
  void start() {
    if (scrubs != null) {
      scrubs.start();
    }
  }

  /** The tables as a scrub sees them: it opens those that nobody has asked for yet. */
  private final class OpenedTables implements Scrubs.Tables {
    @Override
    public List<String> names() {
      return locked(catalog::names);
    }

    @Override
    public @Nullable TableStore find(String name) {
      lockOpen();
      try {
        return catalog.has(name) ? opened(name).store() : null;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public Table createTable(String name, Schema schema) {
    embeddings.check(schema); // asks functions, so before the lock
    return locked(() -> {
      if (catalog.has(TableName.checked(name))) {
        throw new Conflict(
            "there is a table '" + name + "' already; open it, drop it, or choose another name");
      }
      return created(name, schema);
    });
  }

  @Override
  public Table createTableIfAbsent(String name, Schema schema) {
    embeddings.check(schema);
    return locked(() ->
        catalog.has(TableName.checked(name)) ? openedAs(name, schema) : created(name, schema));
  }

  @Override
  public Table openTable(String name) {
    // The only one on the way of every process's first query: no lambda to be linked.
    lockOpen();
    try {
      requireTable(name);
      return opened(name);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void registerEmbedding(String name, EmbeddingFunction function) {
    embeddings.register(name, function);
  }

  @Override
  public void addListener(TableListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(TableListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void logSlowQueries(Duration threshold) {
    if (threshold.isNegative() || threshold.isZero()) {
      throw new InvalidRequest("a slow query takes more than no time, got " + threshold);
    }
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    listeners.logSlowQueries((threshold.compareTo(most) > 0 ? most : threshold).toNanos());
  }

  @Override
  public List<String> tableNames() {
    return locked(catalog::names);
  }

  @Override
  public boolean hasTable(String name) {
    return locked(() -> catalog.has(TableName.checked(name)));
  }

  @Override
  public void dropTable(String name) {
    locked(() -> {
      WriteLock held = requireWritable();
      requireTable(name);
      LocalTable table = open.remove(name);
      return held.changing(() -> {
        if (table != null) {
          table.discard();
        }
        catalog.drop(name);
        return name;
      });
    });
  }

  @Override
  public VerifyReport verify(String table) {
    LocalTable open;
    try {
      open =
          locked(() -> {
            requireTable(table);
            return opened(table);
          });
    } catch (Corruption | StorageFailure e) {
      VerifyReport report = TableCheck.check(env.files(), table).report();
      if (report.ok()) { // what keeps it from opening is not in its files
        throw e;
      }
      return report;
    }
    return open.verify();
  }

  @Override
  public BackupReport backup(Path target, BackupForm form, String... tables) {
    Path whole = target.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    Path name = whole.getFileName();
    if (parent == null || name == null) {
      throw new InvalidRequest("'" + target + "' has no parent; back up into a folder below it");
    }
    DiskFileStore place = DiskFileStore.create(parent);
    Path own = Path.of(env.files().toString());
    if (env.files() instanceof DiskFileStore && Path.of(place.toString()).startsWith(own)) {
      throw new InvalidRequest("'" + target + "' is inside the database; back up somewhere else");
    }
    return backup(place, name.toString(), form, tables);
  }

  @Override
  public BackupReport backup(FileStore place, String name, BackupForm form, String... tables) {
    List<TableStore> stores =
        locked(() -> {
          List<String> names = tables.length == 0 ? catalog.names() : List.of(tables);
          names.forEach(this::requireTable);
          return names.stream().sorted().distinct().map(table -> opened(table).store()).toList();
        });
    return Backups.write(env, stores, place, name, form);
  }

  @Override
  public void close() {
    if (scrubs != null) {
      scrubs.close();
    }
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes what is open, each whatever became of the others, and throws the first failure. */
  private void closeAll() {
    List<Runnable> steps = new ArrayList<>();
    open.values().forEach(table -> steps.add(table::close));
    steps.add(this::giveBack);
    steps.add(atClose);
    Throwable first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException | Error e) { // the lock is let go of even without memory
        if (writeLock != null) {
          writeLock.fail();
        }
        first = first == null ? e : first;
      }
    }
    if (first instanceof Error failure) {
      throw failure;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }

  private void giveBack() {
    if (writeLock != null) {
      writeLock.giveBack(
          () -> open.values().stream().allMatch(LocalTable::hasEndedWell),
          () -> open.keySet().containsAll(catalog.names()));
    }
  }

  private LocalTable created(String name, Schema schema) {
    WriteLock held = requireWritable();
    TextColumns.requireLibraries(schema);
    held.changing(() -> {
      catalog.finishDrop(name);
      TableStore.create(env, name, schema);
      return name;
    });
    return opened(name);
  }

  private LocalTable opened(String name) {
    LocalTable table = open.get(name);
    if (table == null) {
      TableStore store = openedStore(name);
      table =
          new LocalTable(
              name, store, new SearchResources(warmUp, heap, env), new Embedder(embeddings, env));
      open.put(name, table);
    }
    return table;
  }

  private TableStore openedStore(String name) {
    WriteLock held = writeLock;
    return held == null
        ? TableStore.openReadOnly(env, name, listeners)
        : held.changing(
            () -> TableStore.open(env, options, indexes, name, listeners, held.lastEnd()));
  }

  private LocalTable openedAs(String name, Schema schema) {
    LocalTable table = opened(name);
    if (!table.schema().equals(schema)) {
      throw new InvalidRequest(
          "there is a table '%s' with other columns: %s; got %s"
              .formatted(name, describe(table.schema()), describe(schema)));
    }
    return table;
  }

  private void requireTable(String name) {
    if (!catalog.has(TableName.checked(name))) {
      List<String> names = catalog.names();
      String hint =
          names.isEmpty()
              ? "the database has no tables"
              : "did you mean '" + NearestName.of(name, names) + "'?";
      throw new InvalidRequest("there is no table '%s'; %s".formatted(name, hint));
    }
  }

  private WriteLock requireWritable() {
    if (writeLock == null) {
      throw new InvalidRequest(
          "the database was opened read-only; open it for writing to create or drop tables");
    }
    return writeLock;
  }

  private <T> T locked(Supplier<T> work) {
    lockOpen();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void lockOpen() {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new Closed("the database is closed; open it again");
    }
  }

  private static String describe(Schema schema) {
    return String.join(", ", schema.fields().stream().map(Field::describe).toList())
        + ", key "
        + schema.key();
  }
}
