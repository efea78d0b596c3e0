package dev.pilum;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A database that a test closes and opens again at will, in whatever place its rows lie meanwhile.
 */
public final class TestDatabase implements AutoCloseable {
  private final Path folder;
  private final DatabaseOptions options;
  private Database database;

  public TestDatabase(Path folder) {
    this(folder, DatabaseOptions.DEFAULT);
  }

  public TestDatabase(Path folder, DatabaseOptions options) {
    this.folder = folder;
    this.options = options;
    this.database = Database.open(folder, options);
  }

  /** Returns the database as it is open now. */
  public Database get() {
    return database;
  }

  /** Returns a table as it is open now. */
  public Table table(String name) {
    return database.openTable(name);
  }

  /** Closes the database and opens it again. */
  public void reopen() {
    database.close();
    database = Database.open(folder, options);
  }

  /**
   * Runs a check on a table's rows wherever they can lie: as they are now, replayed from the log,
   * flushed, opened from segments, merged, merged and opened again, and read-only.
   */
  public void inEveryPlace(String table, Consumer<Reader> check) {
    check("as they are", table(table), check);
    reopen();
    check("opened again", table(table), check);
    table(table).flush();
    check("flushed", table(table), check);
    reopen();
    check("flushed and opened again", table(table), check);
    table(table).optimize();
    check("merged", table(table), check);
    reopen();
    check("merged and opened again", table(table), check);
    readOnly(table, check);
    if (!table(table).verify().ok()) {
      throw new AssertionError("verify: " + table(table).verify().problems());
    }
  }

  private void readOnly(String table, Consumer<Reader> check) {
    database.close();
    try (Database reader = Database.openReadOnly(folder)) {
      check("opened read-only", reader.openTable(table), check);
    }
    database = Database.open(folder, options);
  }

  private static void check(String place, Reader rows, Consumer<Reader> check) {
    try {
      check.accept(rows);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rows " + place + ": " + e, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
