package dev.pilum.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Row;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.storage.segment.DeadRows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where rows come from is remembered for the sake of graphs, and only where there will be some. */
class GraphOriginsTest {
  private static final int ROWS = 20;
  private static final long SEGMENT = 7;

  private final GraphOrigins origins = new GraphOrigins(ROWS);

  @Test
  void theRowsOfATableWithVectorsAreFollowedUntilTheyHaveTheirGraph() {
    flush(Schema.builder().field("n", Types.int64()).vector("v", 2, Metric.L2).build());
    GraphOrigins.Origin origin = origins.acquire(SEGMENT);
    assertThat(origin).isNotNull();
    origin.release();
    origins.forget(SEGMENT);
    assertThat(origins.acquire(SEGMENT)).isNull();
  }

  @Test
  void nothingIsKeptOfTheRowsOfATableWithoutVectors() {
    flush(Schema.builder().field("n", Types.int64()).text("body").build());
    assertThat(origins.acquire(SEGMENT)).isNull();
  }

  @Test
  void nothingIsKeptWhereRowsHaveSeveralVectorsWhoseGraphsBeginFromNothing() {
    flush(Schema.builder().field("n", Types.int64()).multivector("v", 2, Metric.L2).build());
    assertThat(origins.acquire(SEGMENT)).isNull();
  }

  private void flush(Schema schema) {
    Memtable memtable = new Memtable(schema);
    RecordBatch rows =
        RowWriter.batch(
            schema, IntStream.range(0, ROWS).mapToObj(n -> Row.of("n", (long) n)).toList());
    memtable.append(rows, 1, 1);
    List<SourceView> written = List.of(memtable.view(DeadRows.NONE));
    TableView view = new TableView(1, ROWS + 1, schema, written);
    origins.moved(view, written, new SegmentMeta(SEGMENT, ROWS, 1, ROWS, 1, 0, List.of()));
    view.release();
    memtable.release();
  }
}
