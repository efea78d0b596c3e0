package dev.pilum.testkit.real;

import dev.pilum.Database;
import dev.pilum.Durability;
import dev.pilum.Table;
import dev.pilum.storage.error.PilumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Opens what a {@link LoadWriter} left behind, and says whether every promise was kept. */
public final class LoadCheck {
  /** Rows of so many slots are also searched for. */
  private static final int SEARCHED = 12;

  private final Path folder;
  private final LoadHistory history;

  LoadCheck(Path folder, LoadHistory history) {
    this.folder = folder;
    this.history = history;
  }

  /**
   * What was found.
   *
   * @param opened whether the database opened
   * @param rows how many rows there are
   * @param problems what is wrong; empty when all is well
   * @param settled what the slots hold, as lines of a history
   */
  record Outcome(boolean opened, long rows, List<String> problems, List<String> settled) {}

  /**
   * Checks one folder and adds what it holds to the history; ends with 0 when all is well, 1 when
   * something is lost, 2 when the database does not open.
   *
   * @param arguments the folder; the file with the history
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    LoadHistory history = new LoadHistory();
    Files.readAllLines(file).forEach(history::add);
    Outcome outcome = new LoadCheck(Path.of(arguments[0]), history).run();
    Files.write(file, outcome.settled(), StandardOpenOption.APPEND);
    System.out.printf("%d rows%n", outcome.rows());
    outcome.problems().forEach(System.out::println);
    System.exit(outcome.problems().isEmpty() ? 0 : outcome.opened() ? 1 : 2);
  }

  Outcome run() {
    try (Database database = Database.open(folder, LoadTable.options(Durability.FORCED))) {
      if (!database.hasTable(LoadTable.NAME)) {
        return checked(Map.of(), 0, new ArrayList<>());
      }
      Table table = database.openTable(LoadTable.NAME);
      return check(table);
    } catch (PilumException e) {
      return new Outcome(false, 0, List.of("does not open: " + e), List.of());
    }
  }

  private Outcome check(Table table) {
    List<String> problems = new ArrayList<>();
    table.verify().problems().forEach(problem -> problems.add(problem.message()));
    Map<String, Long> found = new TreeMap<>();
    try {
      found = LoadTable.contents(table);
      search(table);
    } catch (AssertionError e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return checked(found, table.count(), problems);
  }

  private void search(Table table) {
    Map<String, Long> filled = history.filled();
    int step = Math.max(1, filled.size() / SEARCHED);
    int at = 0;
    for (Map.Entry<String, Long> slot : filled.entrySet()) {
      if (at++ % step == 0) {
        LoadTable.checkFound(table, slot.getKey(), slot.getValue());
      }
    }
  }

  private Outcome checked(Map<String, Long> found, long rows, List<String> problems) {
    problems.addAll(history.contradictions(found));
    return new Outcome(true, rows, problems, history.settle(found));
  }
}
