package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of changed columns begin with: a table, which must be sound at the end. */
abstract class TableToAlter {
  /** Its name. */
  static final String NAME = "t";

  /** Its columns, before they are changed. */
  static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("year", Types.int32())
          .text("title")
          .field("day", Types.date())
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir Path folder;
  TestDatabase database;
  Table table;

  @BeforeEach
  void open() {
    database = new TestDatabase(folder);
    table = database.get().createTable(NAME, SCHEMA);
  }

  void reopen() {
    database.reopen();
    table = database.table(NAME);
  }

  @AfterEach
  void close() {
    assertThat(table.verify().problems()).isEmpty();
    database.close();
  }

  /** Adds rows 0 to 19 but 3: half of them in a segment, some of them dead, half in memory. */
  static void addRows(Table table) {
    for (long id = 0; id < 20; id++) {
      table.add(List.of(row(id)));
      if (id == 9) {
        table.deleteAll(List.of(3L));
        table.flush();
      }
    }
  }

  /** Returns a row, to which a test may add. */
  static Map<String, Object> row(long id) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", id);
    row.put("year", (int) (2000 + id));
    row.put("title", "word" + id + " shared");
    row.put("day", LocalDate.of(2020, 1, 1).plusDays(id));
    row.put("v", new float[] {id, 1});
    return row;
  }

  /** Returns the row with more values. */
  static Map<String, Object> with(Map<String, Object> row, Map<String, Object> more) {
    row.putAll(more);
    return row;
  }

  /** Returns a column that is never null. */
  static Field required(String name, DataType type) {
    return Field.of(name, type).withNullable(false);
  }
}
