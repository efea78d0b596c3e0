package dev.pilum.fuzz;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.damage.SampleTable;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A text in SQL, asked of a table, which stays open as long as the process. */
final class SqlTarget implements Target {
  private final Table table;
  private final BiConsumer<Table, String> question;

  /** Makes the table. */
  SqlTarget(BiConsumer<Table, String> question) {
    Database database =
        Database.open(SimulatedEnv.inline(new SimulatedFileStore(1), 1), SampleTable.OPTIONS);
    SampleTable.create(database, "t", 1);
    this.table = database.openTable("t");
    this.question = question;
  }

  @Override
  public void parse(byte[] input) {
    question.accept(table, new String(input, StandardCharsets.UTF_8));
  }
}
