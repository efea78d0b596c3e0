package dev.pilum;

import dev.pilum.engine.db.DatabaseOpener;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
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
   * Waits for background work under way, closes all tables, gives the lock back. Calling it again
   * does nothing.
   */
  @Override
  void close();
}
