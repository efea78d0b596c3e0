package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TextHit;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * New text is indexed in the background, flushed without being analysed again, and found always.
 */
class NewTextTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("body").build();

  private final SimulatedFileStore disk = new SimulatedFileStore(0x7E);
  private final SimulatedEnv env = new SimulatedEnv(disk, 0x7E);

  @Test
  void onlyTextThatSomebodySearchesIsIndexedInTheBackground() {
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table table = database.createTable("t", SCHEMA);
      env.runUntilIdle();
      write(table, 0, 40);
      assertThat(env.waitingTasks()).as("before the first search").isZero();
      assertThat(found(table, "word39")).hasSize(1);
      write(table, 40, 80);
      assertThat(env.waitingTasks()).as("however many rows came").isEqualTo(1);
      assertThat(found(table, "word79")).as("what no task has indexed").hasSize(1);
      write(table, 80, 120);
      env.runUntilIdle();
      assertThat(found(table, "word119")).hasSize(1);
      assertThat(found(table, "every")).hasSize(120);
    }
  }

  @Test
  void aTaskThatComesAfterTheTableWasClosedDoesNothing() {
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table table = database.createTable("t", SCHEMA);
      assertThat(found(table, "every")).isEmpty();
      write(table, 0, 40);
    }
    assertThat(env.runUntilIdle()).isPositive();
    assertThat(disk.openHandles()).isZero();
  }

  @Test
  void aFlushOfIndexedRowsLeavesOutTheDeadAndChangesNoScore() {
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      Table searched = database.createTable("searched", SCHEMA);
      Table unsearched = database.createTable("unsearched", SCHEMA);
      assertThat(found(searched, "every")).isEmpty();
      for (Table table : List.of(searched, unsearched)) {
        write(table, 0, 50);
        table.deleteAll(List.of(3L, 17L, 49L));
        env.runOne();
        table.flush();
        write(table, 50, 90);
        table.delete(60L);
        table.flush();
      }
      assertThat(hits(searched, "every word41 word5"))
          .isEqualTo(hits(unsearched, "every word41 word5"))
          .hasSize(86);
      assertThat(found(searched, "word3")).isEmpty();
      TableInvariants.check(searched);
    }
  }

  private static void write(Table table, long from, long to) {
    for (long id = from; id < to; id++) {
      table.upsert(Row.of("id", id, "body", "every row has a word" + id));
    }
  }

  private static List<Object> found(Table table, String word) {
    return hits(table, word).stream().map(hit -> (Object) hit.row()).toList();
  }

  private static List<TextHit> hits(Table table, String words) {
    return table.searchText("body", words).limit(1_000).hits();
  }
}
