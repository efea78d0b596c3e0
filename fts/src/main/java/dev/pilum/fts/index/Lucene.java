package dev.pilum.fts.index;

import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;

/** Calls of Lucene, whose checked exceptions become ours. */
final class Lucene {
  /** What may go wrong only where bytes are read or written. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** The same without a result. */
  interface VoidWork {
    void run() throws IOException;
  }

  private Lucene() {}

  static <T> T call(String what, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new StorageFailure("cannot " + what + ": " + e.getMessage(), e);
    }
  }

  static void run(String what, VoidWork work) {
    call(
        what,
        () -> {
          work.run();
          return true;
        });
  }
}
