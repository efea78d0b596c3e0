package dev.pilum.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.segment.DeadRows;
import org.junit.jupiter.api.Test;

/** The rows of one source that a query may return. */
class SelectionTest {
  private final Selection selection = new Selection(new long[] {-1L, 0b101L}, DeadRows.NONE, 66);

  @Test
  void oneOfTheFirstRowsIsLeftOut() {
    Selection others = selection.without(66, 70);
    assertThat(others.count()).isEqualTo(65);
    assertThat(others.contains(66)).isFalse();
    assertThat(others.contains(64)).isTrue();
  }

  @Test
  void nothingIsLeftOutOfTheFirstRowsWhereTheOneIsBehindThem() {
    for (int behind : new int[] {10, 11, 66}) {
      Selection first = selection.without(behind, 10);
      assertThat(first.count()).as("row " + behind).isEqualTo(10);
      assertThat(first.contains(9)).isTrue();
    }
  }
}
