package dev.pilum.engine.read;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.engine.event.Listeners;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows that a search may return, where some have no vector. */
class SourceRowsTest {
  private static final int ROWS = 200;

  @TempDir private Path folder;

  private final Schema schema =
      Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.L2).build();

  @BeforeEach
  void fill() {
    try (Database database = Database.open(folder)) {
      Table table = database.createTable("t", schema);
      table.add(rows(0));
      table.flush();
      table.add(rows(ROWS));
      table.deleteAll(List.of(0L, 1L, 65L, (long) ROWS + 2));
    }
  }

  private static List<Row> rows(long firstId) {
    List<Row> rows = new ArrayList<>();
    for (long id = firstId; id < firstId + ROWS; id++) {
      rows.add(hasVector(id) ? Row.of("id", id, "v", new float[] {id, 1}) : Row.of("id", id));
    }
    return rows;
  }

  private static boolean hasVector(long id) {
    return id % 3 != 0;
  }

  @Test
  void areThoseThatAreAliveAndMatchAndHaveAVector() {
    Matches some = Matches.of(lt("id", ROWS + 70), schema);
    withSources(sources -> {
      List<Long> all = new ArrayList<>();
      List<Long> matching = new ArrayList<>();
      for (SourceView source : sources) {
        all.addAll(ids(source, rowsWithVector(source, Matches.ALL)));
        matching.addAll(ids(source, rowsWithVector(source, some)));
      }
      List<Long> expected = new ArrayList<>();
      for (long id = 0; id < 2 * ROWS; id++) {
        if (hasVector(id) && !List.of(1L, 65L, (long) ROWS + 2).contains(id)) {
          expected.add(id);
        }
      }
      assertThat(all).isEqualTo(expected);
      assertThat(matching).isEqualTo(expected.stream().filter(id -> id < ROWS + 70).toList());
    });
  }

  @Test
  void whichRowsOfASegmentHaveAVectorIsReadOnce() {
    withSources(sources -> {
      SourceView segment = sources.getFirst();
      assertThat(segment.source()).isInstanceOf(Segment.class);
      assertThat(rowsWithVector(segment, Matches.ALL).words())
          .isNotNull()
          .isSameAs(rowsWithVector(segment, Matches.ALL).words());
    });
  }

  private void withSources(Consumer<List<SourceView>> check) {
    SystemEnv env = new SystemEnv(DiskFileStore.create(folder));
    TableStore store = TableStore.openReadOnly(env, "t", new Listeners());
    TableView view = store.acquire();
    assertThat(view.sources()).hasSize(2);
    check.accept(view.sources());
    view.release();
    store.close();
    env.close();
  }

  private Selection rowsWithVector(SourceView source, Matches matches) {
    return SourceRows.of(
            source, matches, schema.indexOf("v"), "v", QueryGuard.none(), Stopwatch.OFF)
        .selection();
  }

  private static List<Long> ids(SourceView source, Selection selection) {
    List<Long> ids = new ArrayList<>();
    int count = source.rowCount();
    for (int i = selection.next(0, count);
        i >= 0;
        i = i + 1 < count ? selection.next(i + 1, count) : -1) {
      ids.add(source.rows().column(0).longAt(i));
    }
    assertThat(ids).hasSize(selection.count());
    return ids;
  }
}
