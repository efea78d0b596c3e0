package dev.pilum.testkit.backend;

import dev.pilum.BackupForm;
import dev.pilum.BackupReport;
import dev.pilum.Database;
import dev.pilum.EmbeddingFunction;
import dev.pilum.Table;
import dev.pilum.TableListener;
import dev.pilum.VerifyReport;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A database whose calls fail now and then. */
record FaultyDatabase(Database inner, CallFaults faults) implements Database {
  @Override
  public Table createTable(String name, Schema schema) {
    return faults.read(
        "createTable " + name, () -> new FaultyTable(inner.createTable(name, schema), faults));
  }

  @Override
  public Table createTableIfAbsent(String name, Schema schema) {
    return faults.read(
        "createTableIfAbsent " + name,
        () -> new FaultyTable(inner.createTableIfAbsent(name, schema), faults));
  }

  @Override
  public Table openTable(String name) {
    return faults.read("openTable " + name, () -> new FaultyTable(inner.openTable(name), faults));
  }

  @Override
  public void registerEmbedding(String name, EmbeddingFunction function) {
    inner.registerEmbedding(name, function);
  }

  @Override
  public void addListener(TableListener listener) {
    inner.addListener(listener);
  }

  @Override
  public void removeListener(TableListener listener) {
    inner.removeListener(listener);
  }

  @Override
  public void logSlowQueries(Duration threshold) {
    inner.logSlowQueries(threshold);
  }

  @Override
  public List<String> tableNames() {
    return faults.read("tableNames", inner::tableNames);
  }

  @Override
  public boolean hasTable(String name) {
    return faults.read("hasTable " + name, () -> inner.hasTable(name));
  }

  @Override
  public void dropTable(String name) {
    faults.write(
        "dropTable " + name,
        () -> {
          inner.dropTable(name);
          return name;
        });
  }

  @Override
  public VerifyReport verify(String table) {
    return inner.verify(table);
  }

  @Override
  public BackupReport backup(Path target, BackupForm form, String... tables) {
    return inner.backup(target, form, tables);
  }

  @Override
  public BackupReport backup(FileStore place, String name, BackupForm form, String... tables) {
    return inner.backup(place, name, form, tables);
  }

  @Override
  public void close() {
    inner.close();
  }
}
