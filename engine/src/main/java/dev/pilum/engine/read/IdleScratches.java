package dev.pilum.engine.read;

import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.SearchScratch;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory that no search is using. Whoever searches alone gets what it had last, which is
 * still in the caches of its core, however many have searched at once before.
 *
 * <p>Safe for use by many threads.
 */
final class IdleScratches {
  private final KernelWarmUp warmUp;
  private final AtomicReference<@Nullable SearchScratch> last = new AtomicReference<>();
  private final ConcurrentLinkedQueue<SearchScratch> others = new ConcurrentLinkedQueue<>();

  /** Has none yet; those that it makes use what {@code warmUp} has ready. */
  IdleScratches(KernelWarmUp warmUp) {
    this.warmUp = warmUp;
  }

  /** Returns one that nobody else has until it is given back. */
  SearchScratch take() {
    SearchScratch idle = last.getAndSet(null);
    if (idle == null) {
      idle = others.poll();
    }
    return idle == null ? new SearchScratch(warmUp) : idle;
  }

  /** Takes back what {@link #take} returned. */
  void giveBack(SearchScratch scratch) {
    if (!last.compareAndSet(null, scratch)) {
      others.add(scratch);
    }
  }
}
