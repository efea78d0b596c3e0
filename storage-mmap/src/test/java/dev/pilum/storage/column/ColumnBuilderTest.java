package dev.pilum.storage.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ColumnBuilderTest {
  private static final int ROWS = 10_000;
  private static final MemorySegment VECTOR = MemorySegment.ofArray(new byte[16]);

  private final List<Long> allocated = new ArrayList<>();

  @Test
  void roomThatWasMadeIsNotMadeAgainRowByRow() {
    fill(Types.int64(), builder -> builder.appendLong(7));
    fill(Types.vector(4), builder -> builder.appendBytes(VECTOR, 0, 16));
    fill(Types.utf8(), builder -> builder.appendBytes(VECTOR, 0, 0));
    fill(Types.list(Types.int32()), ColumnBuilder::endNested);
    fill(
        Types.struct(Field.of("a", Types.date())),
        builder -> {
          builder.child(0).appendLong(1);
          builder.endNested();
        });
  }

  private void fill(DataType type, Consumer<ColumnBuilder> append) {
    ColumnBuilder builder = ColumnBuilder.of(type, this::allocate);
    builder.reserve(ROWS);
    allocated.clear();
    for (int row = 0; row < ROWS; row++) {
      append.accept(builder);
    }
    assertThat(builder.view().length()).isEqualTo(ROWS);
    assertThat(allocated).as(type.describe()).isEmpty();
  }

  private MemorySegment allocate(long bytes) {
    allocated.add(bytes);
    return Allocator.heap().allocate(bytes);
  }
}
