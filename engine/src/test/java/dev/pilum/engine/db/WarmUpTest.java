package dev.pilum.engine.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.DatabaseOptions;
import dev.pilum.Table;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.EmbeddingFunctions;
import dev.pilum.engine.event.Listeners;
import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.read.SearchResources;
import dev.pilum.engine.read.SearchesFirst;
import dev.pilum.engine.write.LastEnd;
import dev.pilum.engine.write.TableStore;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which searches bring the fastest kernels to those after them. */
class WarmUpTest {
  private static final float[] QUERY = {1, 0};

  private final KernelWarmUp warmUp = KernelWarmUp.pending();
  private SystemEnv env;
  private LocalTable table;

  @BeforeEach
  void openTable(@TempDir Path folder) {
    env = new SystemEnv(DiskFileStore.create(folder));
    Schema schema = Schema.builder().key("id", Types.utf8()).vector("v", 2, Metric.COSINE).build();
    TableStore.create(env, "t", schema);
    DatabaseOptions options = DatabaseOptions.DEFAULT;
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
            new SearchResources(warmUp, new HeapBudget(0), new SearchesFirst(env)),
            new Embedder(new EmbeddingFunctions(), env));
    table.upsert(Map.of("id", "a", "v", QUERY));
  }

  @AfterEach
  void closeTable() {
    table.close();
    env.close();
  }

  @Test
  void nothingIsWarmedUpBeforeTheFirstSearch() {
    table.get("a");
    assertThat(warmUp.mayBegin()).isTrue();
  }

  @Test
  void oneSearchBeginsTheWarmUp() {
    begins(searched -> searched.search("v", QUERY).hits());
  }

  @Test
  void manySearchesAtOnceBeginIt() {
    begins(searched -> searched.searchAll(List.of(searched.search("v", QUERY))));
  }

  @Test
  void measuringRecallBeginsIt() {
    table.upsert(Map.of("id", "b", "v", new float[] {0, 1}));
    begins(searched -> searched.measureRecall("v", 1));
  }

  private void begins(Consumer<Table> searches) {
    searches.accept(table);
    assertThat(warmUp.mayBegin()).isFalse();
  }
}
