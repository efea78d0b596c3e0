package dev.pilum.storage.wal;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the log files in a folder: {@code <epoch>.wal}, the epoch in 16 decimal digits, and
 * {@code .tmp} while being made.
 */
public final class LogFiles {
  private static final String SUFFIX = ".wal";
  private static final String TEMPORARY_SUFFIX = ".wal.tmp";

  private LogFiles() {}

  /** Returns the path of the log with this epoch. */
  public static String path(String directory, long epoch) {
    return directory + "/" + StorePath.padded(epoch, 16) + SUFFIX;
  }

  /**
   * Returns the epochs of all logs in {@code directory}, ascending; other files there are not
   * counted.
   */
  public static List<Long> epochs(FileStore store, String directory) {
    List<Long> epochs = new ArrayList<>();
    for (String name : store.list(directory)) {
      long epoch = StorePath.number(name, SUFFIX);
      if (epoch > 0) {
        epochs.add(epoch);
      }
    }
    epochs.sort(null);
    return List.copyOf(epochs);
  }

  /** Returns an epoch above that of every log in {@code directory}, finished or not. */
  public static long nextEpoch(FileStore store, String directory) {
    long newest = 0;
    for (String name : store.list(directory)) {
      newest = Math.max(newest, StorePath.number(name, SUFFIX));
      newest = Math.max(newest, StorePath.number(name, TEMPORARY_SUFFIX));
    }
    return newest + 1;
  }

  /**
   * Deletes the logs with epochs below {@code floorEpoch}. Only for the process that writes; the
   * manifest that needs no older log must be durable.
   */
  public static void deleteBelow(FileStore store, String directory, long floorEpoch) {
    for (long epoch : epochs(store, directory)) {
      if (epoch < floorEpoch) {
        store.delete(path(directory, epoch));
      }
    }
  }

  /**
   * Deletes logs that were never finished. Only for the single writer, while it has no log in
   * preparation.
   */
  public static void deleteUnfinished(FileStore store, String directory) {
    for (String name : store.list(directory)) {
      if (name.endsWith(TEMPORARY_SUFFIX)) {
        store.delete(directory + "/" + name);
      }
    }
  }

  static String temporaryPath(String directory, long epoch) {
    return path(directory, epoch) + ".tmp";
  }
}
