package dev.pilum.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Table;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not open more files opens tables until it cannot. */
class DescriptorLimitTest {
  /** A JVM takes one for each library on its class path; a table two. */
  private static final int LIMIT = 96;

  private static final int MOST_TABLES = 400;

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void runningOutOfDescriptorsIsSaidAndLosesNothing() throws IOException, InterruptedException {
    assumeTrue(mayLimit(), "skipped: no bash here that limits the descriptors of a process");
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -n " + LIMIT + "; exec \"$@\"", "limited"));
    command.addAll(ChildProcess.java(ManyTables.class, List.of(), folder));
    ChildProcess.Ended child = ChildProcess.run(command);
    assertThat(child.exitValue()).as("%s", child.lines()).isZero();
    assertThat(child.lines())
        .as("%s", child.lines())
        .anyMatch(line -> line.startsWith("failed: ") && line.contains("Too many open files"))
        .contains("the first table still answers and takes writes", "the next one after a close");
    try (Database database = Database.open(folder, LoadTable.options(Durability.FORCED))) {
      assertThat(database.tableNames()).hasSizeGreaterThan(5);
      for (String name : database.tableNames()) {
        Table table = database.openTable(name);
        assertThat(table.verify().problems()).isEmpty();
        boolean acknowledged = child.lines().contains("wrote " + name);
        assertThat(table.count()).as(name).isGreaterThanOrEqualTo(acknowledged ? 1 : 0);
      }
      assertThat(LoadTable.contents(database.openTable("t0"))).containsEntry("s1", 2L);
    }
  }

  private static boolean mayLimit() throws InterruptedException {
    try {
      return ChildProcess.run(List.of("bash", "-c", "ulimit -n " + LIMIT)).exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Creates tables until the descriptors are used up, then goes on with what is there. */
  static final class ManyTables {
    private ManyTables() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      try (Database database = Database.open(folder, LoadTable.options(Durability.FORCED))) {
        Table first = database.createTable("t0", LoadTable.schema());
        first.upsert(LoadTable.rows("s1", 1));
        first.flush();
        LoadTable.checkFound(first, "s1", 1);
        createUntilItFails(database);
        LoadTable.checkFound(first, "s1", 1);
        first.upsert(LoadTable.rows("s1", 2));
        LoadTable.checkFound(first, "s1", 2);
        System.out.println("the first table still answers and takes writes");
      }
      try (Database database = Database.open(folder, LoadTable.options(Durability.FORCED))) {
        database.createTable("after", LoadTable.schema()).upsert(LoadTable.rows("s1", 9));
        LoadTable.checkFound(database.openTable("t0"), "s1", 2);
        System.out.println("the next one after a close");
      }
    }

    private static void createUntilItFails(Database database) {
      try {
        for (int i = 1; i < MOST_TABLES; i++) {
          database.createTable("t" + i, LoadTable.schema()).upsert(LoadTable.rows("s1", 1));
          System.out.println("wrote t" + i);
        }
      } catch (StorageFailure e) {
        System.out.println("failed: " + e.getMessage());
      }
    }
  }
}
