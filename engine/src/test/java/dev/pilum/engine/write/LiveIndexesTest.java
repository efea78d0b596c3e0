package dev.pilum.engine.write;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pilum.DatabaseOptions;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIndexesTest {
  private static final Schema SCHEMA = Schema.builder().vector("v", 2, Metric.L2).build();

  /** A commit that is durable asks last of all for an index; it must not be told that it failed. */
  @Test
  void whoAsksJustAfterTheTableWasClosedIsNotBothered(@TempDir Path folder) {
    Env env = new SystemEnv(DiskFileStore.create(folder));
    ViewHolder views = new ViewHolder("t", new TableView(1, 1, SCHEMA, List.of()));
    GraphBuilds builds = new GraphBuilds(env, DatabaseOptions.DEFAULT);
    LiveIndexes indexes = new LiveIndexes(env, DatabaseOptions.DEFAULT, views, builds);
    views.close();
    assertThatCode(indexes::request).doesNotThrowAnyException();
    env.close();
  }
}
