package dev.pilum.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextFields;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.storage.segment.DeadRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New rows of a table that is searched are soon indexed and coded, whoever has time for it. */
class SearchUpkeepTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .text("words", "english")
          .vector("v", 4, Metric.L2)
          .build();

  @TempDir private Path folder;
  private final Memtable memtable = new Memtable(SCHEMA);
  private final ViewHolder views = new ViewHolder("t", view(0));
  private SystemEnv env;

  /** Another one's helpers. */
  private record WithHelpers(SystemEnv env, Executor helpers) implements ForwardingEnv {}

  @AfterEach
  void close() {
    views.close();
    memtable.release();
    env.close();
  }

  @Test
  void helpersGetRowsReadySixteenAtATime() {
    SearchUpkeep upkeep = searchedBy(Runnable::run);
    for (int commit = 1; commit <= 600; commit++) {
      commit(commit, 1, upkeep);
      assertThat(unready()).as("after %d rows", commit).isLessThan(16);
    }
  }

  @Test
  void whoWritesGetsRowsReadyWhileTheHelpersAreBusy() {
    List<Runnable> waiting = new ArrayList<>();
    SearchUpkeep upkeep = searchedBy(waiting::add);
    for (int commit = 1; commit <= 600; commit++) {
      commit(commit, 1, upkeep);
      assertThat(unready()).as("after %d rows", commit).isLessThan(128);
    }
    assertThat(waiting).as("tasks that wait for the helpers").hasSize(1);
    waiting.forEach(Runnable::run);
    assertThat(unready()).isZero();
  }

  /** Waking a helper takes some time, in which large commits need not do its work. */
  @Test
  void theFirstCommitsLeaveRowsToTheHelpersAndLaterOnesTakeAThousandEach() {
    SearchUpkeep upkeep = searchedBy(task -> {});
    int rows = 0;
    for (int commit = 1; commit <= 16; commit++) {
      commit(commit, 300, upkeep);
      rows += 300;
      assertThat(unready()).isEqualTo(rows);
    }
    for (int commit = 17; commit <= 30; commit++) {
      int before = unready();
      commit(commit, 300, upkeep);
      assertThat(unready()).isEqualTo(Math.max(0, before + 300 - 1_024));
    }
  }

  private SearchUpkeep searchedBy(Executor helpers) {
    env = new SystemEnv(DiskFileStore.create(folder));
    memtable.codeWithin(new HeapBudget(1 << 20));
    views.newest().text(new TextFields(TextColumns.of(SCHEMA)));
    return new SearchUpkeep(new WithHelpers(env, helpers), views);
  }

  private void commit(int version, int rows, SearchUpkeep upkeep) {
    List<Map<String, Object>> values = new ArrayList<>();
    long first = memtable.rowCount();
    for (long id = first; id < first + rows; id++) {
      values.add(Map.of("id", id, "words", "word " + id, "v", new float[] {id, 1, 2, 3}));
    }
    RecordBatch batch = RowWriter.batch(SCHEMA, values);
    memtable.append(batch, first + 1, version);
    views.publish(view(version));
    upkeep.afterCommit();
  }

  private int unready() {
    return views.newest().sources().getLast().unreadyRows();
  }

  private TableView view(int version) {
    SourceView rows = memtable.view(DeadRows.NONE);
    return new TableView(version, memtable.rowCount() + 1L, SCHEMA, List.of(rows));
  }
}
