package dev.pilum.storage.wal;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.StorePath;
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
    return epochs(store, directory, SUFFIX);
  }

  /** Returns an epoch above that of every log in {@code directory}, finished or not. */
  public static long nextEpoch(FileStore store, String directory) {
    long newest = 0;
    for (String suffix : List.of(SUFFIX, TEMPORARY_SUFFIX)) {
      for (long epoch : epochs(store, directory, suffix)) {
        newest = Math.max(newest, epoch);
      }
    }
    return newest + 1;
  }

  /**
   * Deletes the logs with epochs below {@code floorEpoch} and those that were never finished. Only
   * for the single writer, while it has no log in preparation; the manifest that needs no older log
   * must be durable.
   */
  public static void deleteBelow(FileStore store, String directory, long floorEpoch) {
    for (String name : store.list(directory)) {
      long epoch = epochOf(name, SUFFIX);
      if (name.endsWith(TEMPORARY_SUFFIX) || (epoch > 0 && epoch < floorEpoch)) {
        store.delete(directory + "/" + name);
      }
    }
  }

  static String temporaryPath(String directory, long epoch) {
    return path(directory, epoch) + ".tmp";
  }

  private static List<Long> epochs(FileStore store, String directory, String suffix) {
    return store.list(directory).stream()
        .map(name -> epochOf(name, suffix))
        .filter(epoch -> epoch > 0)
        .sorted()
        .toList();
  }

  /**
   * Returns the epoch in {@code name}, or 0 when it is not a log's name: 1 to 18 digits and the
   * suffix.
   */
  private static long epochOf(String name, String suffix) {
    int digits = name.length() - suffix.length();
    if (!name.endsWith(suffix) || digits < 1 || digits > 18) {
      return 0;
    }
    for (int i = 0; i < digits; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return 0;
      }
    }
    return Long.parseLong(name.substring(0, digits));
  }
}
