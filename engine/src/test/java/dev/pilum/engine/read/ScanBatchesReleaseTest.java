package dev.pilum.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches give their view back once: at their end, or when they are closed before it. */
class ScanBatchesReleaseTest {
  private static final Schema SCHEMA = Schema.builder().field("n", Types.int64()).build();

  private final TableView view = new TableView(1, 1, SCHEMA, List.of());

  @Test
  void theViewIsGivenBackWhenThereAreNoMoreRows() {
    try (ScanBatches batches = batches()) {
      assertThat(isHeld()).isTrue();
      assertThat(batches.hasNext()).isFalse();
      assertThat(isHeld()).isFalse();
      assertThat(batches.hasNext()).isFalse();
    }
  }

  @Test
  void theViewIsGivenBackWhenTheReaderIsClosedBeforeItsEnd() {
    ScanBatches batches = batches();
    assertThat(isHeld()).isTrue();
    batches.close();
    assertThat(isHeld()).isFalse();
    batches.close();
  }

  private ScanBatches batches() {
    RowCursor none = new WrittenOrder(List.of(), (_, _) -> Selection.NONE, 0, 10);
    return new ScanBatches(Projection.all(SCHEMA), 10, view, none, QueryGuard.none());
  }

  private boolean isHeld() {
    boolean held = view.tryRetain();
    if (held) {
      view.release();
    }
    return held;
  }
}
