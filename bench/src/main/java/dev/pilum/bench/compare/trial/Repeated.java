package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same calls again and again until time is up. */
final class Repeated {
  private Repeated() {}

  /** Returns all calls together. */
  static Done until(Store store, Work work, long budgetNanos) throws IOException {
    List<Done> parts = new ArrayList<>();
    long spent = 0;
    do {
      Done part = store.run(work, budgetNanos - spent);
      parts.add(part);
      spent += part.wallNanos();
    } while (spent < budgetNanos);
    return new Done(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos())).toArray(),
        parts.getFirst().answers(),
        spent);
  }
}
