package dev.pilum;

import dev.pilum.engine.db.DatabaseOpener;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A folder of tables. One process at a time may open it for writing; any number may open it
 * read-only.
 *
 * <p>Safe for use by many threads. Every method may throw {@link
 * dev.pilum.storage.error.StorageFailure} when the disk says no, {@link
 * dev.pilum.storage.error.Corruption} when stored bytes are damaged, and {@link
 * dev.pilum.storage.error.Closed} after {@link #close()}.
 */
public interface Database extends AutoCloseable {
  /**
   * Opens the database in {@code folder} for reading and writing, creating it when absent.
   *
   * @throws dev.pilum.storage.error.Conflict when somebody else has it open for writing, naming the
   *     process
   */
  static Database open(Path folder) {
    return open(folder, DatabaseOptions.DEFAULT);
  }

  /** As {@link #open(Path)}, with options. */
  static Database open(Path folder, DatabaseOptions options) {
    return DatabaseOpener.open(folder, options);
  }

  /**
   * Opens the database in {@code folder} as it is now, for reading only; another process may go on
   * writing. What it writes later is not seen until {@code folder} is opened again.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no database in {@code folder}
   */
  static Database openReadOnly(Path folder) {
    return DatabaseOpener.openReadOnly(folder, DatabaseOptions.DEFAULT);
  }

  /**
   * Opens a database for reading and writing over an outside world of the caller's own making,
   * which the caller closes.
   */
  static Database open(Env env, DatabaseOptions options) {
    return DatabaseOpener.open(env, options);
  }

  /**
   * Opens a database for reading only over an outside world of the caller's own making, which the
   * caller closes.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no database in it
   */
  static Database openReadOnly(Env env) {
    return DatabaseOpener.openReadOnly(env, DatabaseOptions.DEFAULT);
  }

  /**
   * Makes again what is damaged or missing in the database in {@code folder} and can be made from
   * what is sound: key files, text indexes, graphs, calibrations, zone maps, scalar indexes, and a
   * manifest that an older one and the logs stand in for. Columns, deletes and logs are read, never
   * written: damage to them is reported and left for a backup to replace. A crash on the way leaves
   * a table as it was, or repaired.
   *
   * <p>Works on tables that do not open too. Reads every file whole, on the calling thread and
   * helpers for graphs.
   *
   * @param tables their names; all when none is given
   * @throws dev.pilum.storage.error.Conflict when somebody has the database open for writing
   * @throws dev.pilum.storage.error.InvalidRequest when there is no database or no such table
   */
  static RepairReport repair(Path folder, String... tables) {
    return DatabaseOpener.repair(folder, DatabaseOptions.DEFAULT, List.of(tables));
  }

  /** As {@link #repair(Path, String...)}, with the options that new graphs follow. */
  static RepairReport repair(Path folder, DatabaseOptions options, String... tables) {
    return DatabaseOpener.repair(folder, options, List.of(tables));
  }

  /** As {@link #repair(Path, String...)}, over an outside world of the caller's own making. */
  static RepairReport repair(Env env, DatabaseOptions options, String... tables) {
    return DatabaseOpener.repair(env, options, List.of(tables));
  }

  /**
   * Creates an empty table.
   *
   * @param name letters, digits, {@code _ . -}, at most 64 of them, not starting with a dot, not
   *     the name of a device
   * @throws dev.pilum.storage.error.Conflict when there is a table of this name
   */
  Table createTable(String name, Schema schema);

  /**
   * Returns the table of this name, created when absent.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is one with another schema
   */
  Table createTableIfAbsent(String name, Schema schema);

  /**
   * Returns the table of this name; calling it twice returns the same table.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is none, naming the nearest one
   */
  Table openTable(String name);

  /**
   * Says what an embedding function's name in schemas stands for, from now on and until the
   * database is closed; a name given before stands for something else then. Tables can be created,
   * opened and read without.
   *
   * @param name 1 to 128 letters, digits and {@code _ . : / -}
   */
  void registerEmbedding(String name, EmbeddingFunction function);

  /** Has a listener told what tables do from now on. */
  void addListener(TableListener listener);

  /** Has a listener told no more. */
  void removeListener(TableListener listener);

  /**
   * Has queries that take at least {@code threshold} written to the log {@code dev.pilum.queries}
   * as warnings; at first none are.
   *
   * @param threshold longer than 0
   */
  void logSlowQueries(Duration threshold);

  /** Returns the names of all tables, sorted. */
  List<String> tableNames();

  /** Returns whether there is a table of this name. */
  boolean hasTable(String name);

  /**
   * Deletes a table with all its rows for good.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is none
   */
  void dropTable(String name);

  /**
   * Checks all files of a table, also of one that does not open.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is none
   * @see Table#verify()
   */
  VerifyReport verify(String table);

  /**
   * Writes the newest version of every table to {@code target} while reads, writes and upkeep go
   * on: a zip file when its name ends in {@code .zip}, otherwise a folder.
   *
   * @see #backup(Path, BackupForm, String...)
   */
  default BackupReport backup(Path target) {
    return backup(target, BackupForm.of(target));
  }

  /**
   * Writes the newest version of tables to {@code target}, each table as of one version, while
   * reads, writes and upkeep go on. Durable when this returns. The folder, or the unpacked zip
   * file, is an ordinary database: to restore, open it, or copy it to where the database was.
   *
   * <p>A backup that was cut short is never taken for a whole one: such a folder is not opened, and
   * a zip file gets its name last. Delete what is left ({@code target} or {@code target.partial})
   * and back up again. Nothing is written into this database. Needs as many open files as the
   * largest table has, and for a zip file of a database on another disk twice its space.
   *
   * @param target a folder that is empty or absent, or a file that is absent
   * @param tables their names; all when none is given
   * @throws dev.pilum.storage.error.InvalidRequest when {@code target} is in use or inside this
   *     database, or a table is unknown
   */
  BackupReport backup(Path target, BackupForm form, String... tables);

  /**
   * As {@link #backup(Path, BackupForm, String...)}, into files of the caller's own making.
   *
   * @param place where the backup goes
   * @param name of its folder or file in {@code place}
   */
  BackupReport backup(FileStore place, String name, BackupForm form, String... tables);

  /**
   * Waits for background work under way, closes all tables, gives the lock back. Calling it again
   * does nothing.
   */
  @Override
  void close();
}
