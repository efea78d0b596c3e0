package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Table;
import dev.pilum.TableEvent;
import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.TableComparison;
import dev.pilum.testkit.table.TableInvariants;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.TableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of a {@link ThreadedHistory}: it opens the database, lets clients work on it, and
 * closes it, unless a mishap ends it before.
 */
final class ThreadedLife {
  /** Numbers of steps: the life, then the client, then the step. */
  private static final int NUMBERS_OF_A_LIFE = 10_000;

  private static final int NUMBERS_OF_A_CLIENT = 1_000;

  private final ThreadedHistory history;
  private final SimulatedFileStore disk;
  private final List<TableModel> before;
  private final int number;
  private final Mishap mishap;
  private final Circumstances circumstances;
  private final SplittableRandom random;
  private final SimulatedThreads threads;
  private final ScheduledEnv env;
  private List<TableModel> opening;
  private @Nullable CommitLedger ledger;

  ThreadedLife(
      ThreadedHistory history,
      SimulatedFileStore disk,
      List<TableModel> before,
      int number,
      Mishap mishap) {
    this.history = history;
    this.disk = disk;
    this.before = before;
    this.number = number;
    this.mishap = mishap;
    this.opening = before;
    circumstances = history.circumstances();
    random = new SplittableRandom(history.seedOf(-1 - number));
    threads = new SimulatedThreads(random.nextLong(), circumstances.switchOneIn(), history.hash());
    ScheduledFiles files =
        new ScheduledFiles(disk, threads, random.nextLong(), circumstances.slowestNanos());
    env = new ScheduledEnv(threads, files, random.nextLong(), circumstances.parallelism());
  }

  /** Returns what the table may hold afterwards. */
  List<TableModel> candidates() {
    return ledger == null ? opening : ledger.expectation().acceptable();
  }

  /** Lives it, and recovers from power cuts all over it. */
  void live() {
    disk.follow(this::faultFor);
    threads.betweenTurns(history.recoveries()::recoverAll);
    threads.start("main", this::main);
    threads.run();
    disk.follow(operation -> Fault.NONE);
    if (!mishap.endedTheProcess()) {
      assertThat(disk.openHandles()).as("files and maps still open after close").isZero();
    }
  }

  SimulatedThreads threads() {
    return threads;
  }

  /** Returns whether calls may fail by now. */
  boolean mayFail() {
    return mishap.hasHappened();
  }

  private Fault faultFor(Operation operation) {
    history.hash().add(operation);
    if (operation.kind().isWrite() && random.nextInt(circumstances.cutOneIn()) == 0) {
      history.recoveries().cut(disk, candidates(), operation);
    }
    Fault lie = history.lies().faultFor(operation);
    Fault fault = lie == Fault.NONE ? mishap.faultFor(operation) : lie;
    if (fault == Fault.CRASH) {
      threads.stop();
    }
    return fault;
  }

  private void main() {
    DatabaseOptions options =
        history
            .workload()
            .options()
            .withDurability(Durability.FORCED)
            .withScrubEvery(history.scrub().every())
            .withScrubBytesPerSecond(history.scrub().bytesPerSecond());
    Database database = felt(() -> Database.open(env, options));
    if (database == null) {
      return;
    }
    if (history.scrub().isOn()) {
      database.addListener(this::happened);
    }
    try {
      Table table = felt(() -> table(database));
      if (table != null) {
        work(table);
      }
    } finally {
      felt(() -> {
        database.close();
        return database;
      });
    }
  }

  /** Nothing is damaged unless something has happened. */
  private void happened(TableEvent event) {
    if (event instanceof TableEvent.Scrub scrubbed) {
      history.scrubbed();
      assertThat(mayFail() ? List.of() : scrubbed.problems()).as("what a scrub found").isEmpty();
    }
  }

  private Table table(Database database) {
    if (!database.hasTable(TableRun.TABLE)) {
      assertThat(before).as("what the table was, now there is none").contains(TableModel.ABSENT);
      opening = List.of(TableModel.ABSENT, TableModel.EMPTY);
      Table created = database.createTable(TableRun.TABLE, history.workload().schema());
      ledger = new CommitLedger(TableModel.EMPTY);
      return created;
    }
    Table opened = database.openTable(TableRun.TABLE);
    ledger = new CommitLedger(found(opened));
    return opened;
  }

  private TableModel found(Table table) {
    for (TableModel model : before) {
      if (TableComparison.same(table, model)) {
        return model;
      }
    }
    throw new AssertionError(
        "found version %d with %d rows instead of one of %s"
            .formatted(table.version(), table.count(), before));
  }

  private void work(Table table) {
    CommitLedger told = told();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < circumstances.writers() + circumstances.readers(); i++) {
      int first = number * NUMBERS_OF_A_LIFE + i * NUMBERS_OF_A_CLIENT;
      Client client = new Client(history, this, table, told, first, i < circumstances.writers());
      clients.add(threads.start(client.name(), client::work));
    }
    clients.forEach(ThreadedLife::join);
    if (!told.hasFailed() && !mayFail()) {
      checkUnlessItHappens(table, told);
    }
  }

  /** What goes wrong may do so only now: then it is what the check is to find. */
  private void checkUnlessItHappens(Table table, CommitLedger told) {
    try {
      check(table, told);
    } catch (AssertionError | PilumException e) {
      if (!mayFail()) {
        throw e;
      }
    }
  }

  private static void check(Table table, CommitLedger told) {
    told.checkComplete();
    TableModel model = told.known();
    TableComparison.assertSame(table, model);
    TableComparison.assertSameFiltered(table, model);
    TableComparison.assertSameFound(table, model, new SplittableRandom(model.version()));
    TableInvariants.check(table);
  }

  private CommitLedger told() {
    CommitLedger there = ledger;
    if (there == null) {
      throw new IllegalStateException("there is no table yet");
    }
    return there;
  }

  /** Returns what {@code work} returns, {@code null} when the mishap was felt. */
  private <T> @Nullable T felt(Supplier<T> work) {
    try {
      return work.get();
    } catch (PilumException e) {
      if (!mayFail()) {
        throw e;
      }
      return null;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts here", e);
    }
  }
}
