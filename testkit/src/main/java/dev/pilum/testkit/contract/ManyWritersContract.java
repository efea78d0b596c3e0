package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.backend.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many threads at once: no conflict that a caller sees, and no row lost. */
interface ManyWritersContract extends BackendUnderTest {
  /** As many as the row asks for. */
  int THREADS = 16;

  @Test
  @Proves("U10")
  default void sixteenWritersLoseNothing() throws Exception {
    namespace().create("embeddings", embeddings().schema());
    int each = 5;
    atOnce(thread -> {
      SplittableRandom random = new SplittableRandom(thread);
      for (int i = 0; i < each; i++) {
        embeddings().store(thread + "-" + i, BackendUnderTest.vector(random));
        embeddings().store("shared", BackendUnderTest.vector(random));
        assertThat(embeddings().exists(thread + "-" + i)).isTrue();
        assertThat(embeddings().search(BackendUnderTest.vector(random), 5)).isNotEmpty();
      }
      return thread;
    });
    assertThat(embeddings().count()).isEqualTo(THREADS * each + 1);
  }

  @Test
  @Proves("U10")
  default void ofManyWhoCreateACollectionOneDoes() throws Exception {
    List<Boolean> created = atOnce(thread -> namespace().create("docs", SCHEMA));
    assertThat(created).containsOnlyOnce(true).hasSize(THREADS);
    assertThat(namespace().collectionNames()).containsExactly("docs");
  }

  @Test
  @Proves({"U10", "U3"})
  default void manyFirstWritesCreateOneCollection() throws Exception {
    atOnce(thread -> {
      VectorCollection lazy = embeddings();
      lazy.store("a" + thread, new float[] {thread, 1, 0, 0});
      return thread;
    });
    assertThat(embeddings().count()).isEqualTo(THREADS);
    assertThat(namespace().collectionNames()).containsExactly("embeddings");
  }

  /** What each thread does. */
  interface Work<T> {
    T of(int thread) throws Exception;
  }

  private static <T> List<T> atOnce(Work<T> work) throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        calls.add(() -> work.of(number));
      }
      for (Future<T> done : threads.invokeAll(calls)) {
        results.add(done.get());
      }
    }
    return results;
  }
}
