package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("title", Types.utf8())
          .field("price", Types.float64())
          .field("sold", Types.bool())
          .vector("at", new DataType.Vector(DataType.Vector.Element.FLOAT16, 2), Metric.L2)
          .build();

  @TempDir Path folder;

  @Test
  void whatWasWrittenByColumnsIsReadByColumns() {
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("goods", SCHEMA);
      table.add(
          table
              .newBatch()
              .longs("id", new long[] {7, 8})
              .strings("title", new String[] {"lamp", null})
              .doubles("price", new double[] {1.5, 2.5})
              .values("sold", Arrays.asList(true, null))
              .vectors("at", new float[] {1, 2, 3, 4})
              .build());

      Batch batch = table.scan().batch();

      assertThat(batch.rowCount()).isEqualTo(2);
      assertThat(batch.column("id").longAt(1)).isEqualTo(8);
      assertThat(batch.column("title").textAt(0)).isEqualTo("lamp");
      assertThat(batch.column("title").textAt(1)).isNull();
      assertThat(batch.column("price").doubleAt(1)).isEqualTo(2.5);
      assertThat(batch.column("sold").booleanAt(0)).isTrue();
      assertThat(batch.column("sold").isNull(1)).isTrue();
      float[] at = new float[2];
      batch.column("at").vectorAt(1, at);
      assertThat(at).containsExactly(3, 4);
      assertThat(batch.column("price").valueAt(0)).isEqualTo(1.5);
    }
  }

  @Test
  void aColumnReadAsAnotherTypeIsRefusedByName() {
    try (Database db = Database.open(folder)) {
      Batch empty = db.createTable("goods", SCHEMA).scan().batch();

      assertThatThrownBy(() -> empty.column("title").longAt(0))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("column 'title' has type utf8 and holds no whole numbers");
      assertThatThrownBy(() -> empty.column("id").longAt(0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> empty.column("none"))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("none");
    }
  }
}
