package dev.pilum.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.arrow.ColumnPieces;
import dev.pilum.storage.arrow.ColumnRange;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NullRowsTest {
  /** As one column these would take 2.9 GiB, which no array holds. */
  @Test
  void millionsOfVectorsThatAreNotThereTakeAMebibyte() {
    List<ColumnRange> ranges = NullRows.of(Types.vector(768), 1_000_000);
    assertThat(ranges).extracting(ColumnRange::column).containsOnly(ranges.getFirst().column());
    assertThat(ranges.getFirst().column().bytes().byteSize()).isLessThanOrEqualTo(1 << 20);
    assertThat(ranges.stream().mapToInt(ColumnRange::count).sum()).isEqualTo(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 10_000})
  void allOfThemAreNull(int count) {
    for (DataType type :
        List.of(Types.utf8(), Types.bool(), Types.vector(2), Types.vector(65_536 / 4))) {
      int rows = type.vectors() == null ? count : count / 8;
      ColumnPieces pieces = ColumnPieces.join(type, NullRows.of(type, rows), Allocator.heap());
      assertThat(pieces.length()).isEqualTo(rows);
      assertThat(pieces.nullCount()).isEqualTo(rows);
    }
  }
}
