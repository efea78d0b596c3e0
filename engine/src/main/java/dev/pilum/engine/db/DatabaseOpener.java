package dev.pilum.engine.db;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.RepairReport;
import dev.pilum.RepairReport.RepairedTable;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.write.TableRepair;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.VectorIndexProvider;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens databases. */
public final class DatabaseOpener {
  static final String LOCK = "LOCK";

  private DatabaseOpener() {}

  /** Opens the database in a real folder for reading and writing, creating it when absent. */
  public static Database open(Path folder, DatabaseOptions options) {
    KeyIndexes indexes = KeyIndexes.in(folder, options);
    Env env = new SystemEnv(DiskFileStore.create(folder));
    try {
      return locked(env, options, indexes, KernelWarmUp.pending(), closing(env));
    } catch (PilumException e) {
      env.close();
      throw e;
    }
  }

  /** Opens the database in a real folder for reading only. */
  public static Database openReadOnly(Path folder, DatabaseOptions options) {
    KeyIndexes indexes = KeyIndexes.in(folder, options);
    Env env = new SystemEnv(existing(folder));
    return new LocalDatabase(env, options, indexes, KernelWarmUp.pending(), null, closing(env));
  }

  /** Opens a database over the caller's own outside world, which the caller closes. */
  public static Database open(Env env, DatabaseOptions options) {
    return locked(env, options, KeyIndexes.withoutFolder(options), KernelWarmUp.over(), () -> {});
  }

  /** Opens a database for reading only over the caller's own outside world. */
  public static Database openReadOnly(Env env, DatabaseOptions options) {
    if (!env.files().list("").contains(LOCK)) {
      throw new InvalidRequest("there is no database; open it for writing once to create it");
    }
    Backups.refuseUnfinished(env.files());
    KeyIndexes indexes = KeyIndexes.withoutFolder(options);
    return new LocalDatabase(env, options, indexes, KernelWarmUp.over(), null, () -> {});
  }

  /** Repairs tables of the database in a real folder. */
  public static RepairReport repair(Path folder, DatabaseOptions options, List<String> tables) {
    Env env = new SystemEnv(existing(folder));
    try {
      return repair(env, options, tables);
    } finally {
      env.close();
    }
  }

  /** Repairs tables, all when none is named, over the caller's own outside world. */
  public static RepairReport repair(Env env, DatabaseOptions options, List<String> tables) {
    Backups.refuseUnfinished(env.files());
    FileLock lock = env.files().lock(LOCK, "pilum repair");
    try {
      List<String> there = new TableCatalog(env.files()).names();
      List<RepairedTable> repaired = new ArrayList<>();
      for (String name : tables.isEmpty() ? there : tables) {
        if (!there.contains(name)) {
          throw new InvalidRequest("there is no table '%s'; there are %s".formatted(name, there));
        }
        repaired.add(TableRepair.repair(env, options, name));
      }
      return new RepairReport(repaired);
    } finally {
      lock.leave(); // it makes nothing durable of what it has no need to repair
    }
  }

  private static Runnable closing(Env env) {
    return new Runnable() {
      @Override
      public void run() {
        env.close();
      }
    };
  }

  private static Database locked(
      Env env, DatabaseOptions options, KeyIndexes indexes, KernelWarmUp warmUp, Runnable atClose) {
    VectorIndexProvider _ = VectorIndexProvider.named(options.index().liveIndex()); // or refuses
    FileLock lock = env.files().lock(LOCK, "pilum");
    try {
      LocalDatabase database = new LocalDatabase(env, options, indexes, warmUp, lock, atClose);
      database.start();
      return database;
    } catch (PilumException e) {
      lock.leave();
      throw e;
    }
  }

  private static DiskFileStore existing(Path folder) {
    String complaint =
        "there is no database in '" + folder + "'; open it for writing once to create it";
    try {
      DiskFileStore files = DiskFileStore.open(folder);
      // Listed, not looked up: the writer may be this process, and then nobody may touch the lock.
      if (files.list("").contains(LOCK)) {
        return files;
      }
    } catch (StorageFailure e) {
      throw new InvalidRequest(complaint, e);
    }
    throw new InvalidRequest(complaint);
  }
}
