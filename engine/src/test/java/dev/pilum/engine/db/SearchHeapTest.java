package dev.pilum.engine.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.DatabaseOptions;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.EmbeddingFunctions;
import dev.pilum.engine.event.Listeners;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.read.SearchResources;
import dev.pilum.engine.read.SearchesFirst;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.LastEnd;
import dev.pilum.engine.write.TableStore;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Codes and links of much-searched segments come to the heap, and go with their segments. */
class SearchHeapTest {
  private static final int DIMENSION = 8;

  /** A code is padded to 32 components; a list of links has room for 32, of two bytes. */
  private static final long BYTES_PER_ROW = 32 + 8 + 2 * 32 + 2;

  /** Of lists above level 0, 32 bytes each: one in sixteen rows has one or more. */
  private static final long UPPER_BYTES_PER_ROW = 4;

  private final HeapBudget heap = new HeapBudget(1 << 20);
  private final Random random = new Random(0x5EED);
  private SystemEnv env;
  private LocalTable table;

  @BeforeEach
  void openTable(@TempDir Path folder) {
    env = new SystemEnv(DiskFileStore.create(folder));
    Schema schema = Schema.builder().vector("v", DIMENSION, Metric.L2).build();
    TableStore.create(env, "t", schema);
    DatabaseOptions options = DatabaseOptions.DEFAULT.withGraphMinimumRows(10);
    table =
        new LocalTable(
            "t",
            TableStore.open(
                env,
                options,
                KeyIndexes.withoutFolder(options),
                "t",
                new Listeners(),
                LastEnd.UNKNOWN),
            new SearchResources(KernelWarmUp.over(), heap, new SearchesFirst(env)),
            new Embedder(new EmbeddingFunctions(), env));
  }

  @AfterEach
  void closeEnvironment() {
    env.close();
  }

  @Test
  @Timeout(60)
  void fewSearchesCopyNothing() {
    add(1_000);
    search(255);
    finishBackgroundWork();
    assertThat(heap.takenBytes()).isZero();

    search(1);
    finishBackgroundWork();
    assertThat(heap.takenBytes()).isPositive();
    table.close();
  }

  @Test
  @Timeout(60)
  void copiesFollowTheSegmentsThatAreSearched() {
    add(1_000);
    searchUntilTaken(1_000);

    add(500); // the merge makes one segment of both, and the copy of the old one goes with it
    searchUntilTaken(1_500);

    table.close();
    assertThat(heap.takenBytes()).isZero();
  }

  @Test
  @Timeout(60)
  void aGraphThatIsUsedNoMoreGivesItsHeapBack() {
    add(1_000);
    searchUntilTaken(1_000);
    finishBackgroundWork();
    TableView view = table.store().acquire();
    try {
      Segment segment = (Segment) view.sources().getFirst().source();
      FileMeta graph =
          table
              .store()
              .manifest()
              .segments()
              .getFirst()
              .find(FileMeta.Kind.GRAPH, table.schema().field("v").id());
      assertThat(segment.distrust(Objects.requireNonNull(graph))).isTrue();
      assertThat(heap.takenBytes()).isZero();
    } finally {
      view.release();
    }
    table.close();
  }

  private void add(int rows) {
    float[] coordinates = new float[rows * DIMENSION];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = random.nextFloat();
    }
    table.add(table.newBatch().vectors("v", coordinates).build());
    table.optimize();
  }

  private void searchUntilTaken(int rows) {
    long least = rows * BYTES_PER_ROW;
    while (heap.takenBytes() < least || heap.takenBytes() > least + rows * UPPER_BYTES_PER_ROW) {
      search(100);
    }
  }

  /** Returns once every task given to the background so far is done. */
  private void finishBackgroundWork() {
    CyclicBarrier together = new CyclicBarrier(env.parallelism() + 1);
    for (int i = 0; i < env.parallelism(); i++) {
      env.background().execute(() -> meet(together));
    }
    meet(together);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  private void search(int times) {
    for (int i = 0; i < times; i++) {
      table.search("v", new float[DIMENSION]).hits();
    }
  }
}
