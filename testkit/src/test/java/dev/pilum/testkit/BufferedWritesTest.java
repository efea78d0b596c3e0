package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import org.junit.jupiter.api.Test;

class BufferedWritesTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.utf8()).field("n", Types.int32()).build();

  private static final DatabaseOptions BUFFERED =
      DatabaseOptions.DEFAULT.withDurability(Durability.BUFFERED);

  /**
   * A merge drops the replaced row for good. Had the replacement not been forced by then, power
   * failing would take both.
   */
  @Test
  void aRowReplacedBeforeAMergeIsThereInOneOfItsFormsWhenPowerFailsAfterIt() {
    for (long seed = 0; seed < 100; seed++) {
      SimulatedFileStore disk = new SimulatedFileStore(seed);
      Database db = Database.open(SimulatedEnv.inline(disk, seed), BUFFERED);
      Table table = db.createTable("t", SCHEMA);
      table.upsert(Row.of("id", "a", "n", 1));
      table.flush();
      table.upsert(Row.of("id", "a", "n", 2));
      table.awaitUpkeep();
      assertThat(table.stats().segments()).as("the dead segment was dropped").isEmpty();

      SimulatedFileStore after = disk.crash();

      try (Database again = Database.open(SimulatedEnv.inline(after, seed), BUFFERED)) {
        Row row = again.openTable("t").get("a");
        assertThat(row).as("seed %d", seed).isNotNull();
        assertThat(row.get("n")).isIn(1, 2);
      }
    }
  }
}
