package dev.pilum.fts.index;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;

/** Calls of Lucene, whose checked exceptions become ours: corruption or failed storage. */
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
    } catch (CorruptIndexException e) {
      throw new Corruption(
          String.valueOf(e.getResourceDescription()),
          -1,
          "an index that Lucene reads",
          String.valueOf(e.getOriginalMessage()));
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
