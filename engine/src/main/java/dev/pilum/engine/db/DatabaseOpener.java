package dev.pilum.engine.db;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import java.nio.file.Path;

/** Opens databases. */
public final class DatabaseOpener {
  private static final String LOCK = "LOCK";

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
    KeyIndexes indexes = KeyIndexes.withoutFolder(options);
    return new LocalDatabase(env, options, indexes, KernelWarmUp.over(), null, () -> {});
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
    FileLock lock = env.files().lock(LOCK, "pilum");
    try {
      return new LocalDatabase(env, options, indexes, warmUp, lock, atClose);
    } catch (PilumException e) {
      lock.close();
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
