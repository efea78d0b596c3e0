package dev.pilum.engine.row;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Row;
import dev.pilum.storage.column.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RowRoundTripTest {
  @Property(tries = 300)
  void everyRowComesBackAsItWasWritten(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 70);
    RecordBatch batch = BatchCheck.conform(EVERY_TYPE, RowWriter.batch(EVERY_TYPE, rows));
    assertThat(batch.rowCount()).isEqualTo(rows.size());
    assertSame(RandomRows.read(batch), rows);
  }

  @Property(tries = 100)
  void selectedColumnsComeInTheOrderAskedFor(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 5);
    RecordBatch batch = RowWriter.batch(EVERY_TYPE, rows);
    int[] columns = {EVERY_TYPE.indexOf("text"), EVERY_TYPE.indexOf("id")};
    for (int row = 0; row < rows.size(); row++) {
      Row read = RowReader.row(batch, row, columns);
      assertThat(List.copyOf(read.keySet())).containsExactly("text", "id");
      assertThat(read.get("text")).isEqualTo(rows.get(row).get("text"));
    }
  }

  @Property(tries = 100)
  void singleColumnsHoldWhatTheyAreGiven(@ForAll long seed) {
    List<Map<String, Object>> rows = new RandomRows(seed).rows(EVERY_TYPE, 70);
    for (int i = 1; i < EVERY_TYPE.fields().size(); i++) {
      String name = EVERY_TYPE.fields().get(i).name();
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(name)));
      var column = RowWriter.column(EVERY_TYPE.field(name), values);
      for (int row = 0; row < values.size(); row++) {
        assertThat(Objects.deepEquals(RowReader.value(column, row), values.get(row)))
            .as("%s row %d", name, row)
            .isTrue();
      }
    }
  }

  private static void assertSame(List<Row> read, List<Map<String, Object>> written) {
    for (int row = 0; row < written.size(); row++) {
      Row expected = RandomRows.complete(EVERY_TYPE, written.get(row));
      assertThat(List.copyOf(read.get(row).keySet())).isEqualTo(EVERY_TYPE.names());
      for (String name : EVERY_TYPE.names()) {
        Object value = expected.get(name);
        assertThat(Objects.deepEquals(read.get(row).get(name), value))
            .as("row %d column %s: %s, written %s", row, name, read.get(row).get(name), value)
            .isTrue();
        assertThat(
                value == null
                    || value instanceof List
                    || value instanceof Map
                    || value.getClass() == read.get(row).get(name).getClass())
            .isTrue();
      }
    }
  }
}
