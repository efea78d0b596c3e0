package dev.pilum.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.SearchScratch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Nobody is handed scratch memory that somebody else is using, and idle memory is used again. */
class IdleScratchesTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 2_000;

  private final IdleScratches scratches = new IdleScratches(KernelWarmUp.over());

  @Test
  void whatIsTakenAtTheSameTimeIsNotTheSame() {
    Set<SearchScratch> taken = newIdentitySet();
    for (int i = 0; i < 5; i++) {
      assertThat(taken.add(scratches.take())).isTrue();
    }
    taken.forEach(scratches::giveBack);
    Set<SearchScratch> again = newIdentitySet();
    for (int i = 0; i < 5; i++) {
      again.add(scratches.take());
    }
    assertThat(again).isEqualTo(taken);
  }

  @Test
  void whoSearchesAloneGetsTheSameScratchEachTimeAlsoAfterManyHaveSearchedAtOnce() {
    List<SearchScratch> taken = List.of(scratches.take(), scratches.take(), scratches.take());
    taken.forEach(scratches::giveBack);
    SearchScratch mine = scratches.take();
    scratches.giveBack(mine);
    for (int i = 0; i < 5; i++) {
      SearchScratch next = scratches.take();
      assertThat(next).isSameAs(mine);
      scratches.giveBack(next);
    }
  }

  @Test
  void threadsNeverHoldTheSameScratchAtOnce() throws Exception {
    Set<SearchScratch> held = Collections.synchronizedSet(newIdentitySet());
    CyclicBarrier allHaveTaken = new CyclicBarrier(THREADS);
    Callable<Integer> searching =
        () -> {
          int shared = 0;
          for (int i = 0; i < ROUNDS; i++) {
            SearchScratch mine = scratches.take();
            shared += held.add(mine) ? 0 : 1;
            allHaveTaken.await();
            held.remove(mine);
            scratches.giveBack(mine);
          }
          return shared;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(searching));
      }
      for (Future<Integer> thread : running) {
        assertThat(thread.get()).isZero();
      }
    }
  }

  private static Set<SearchScratch> newIdentitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
