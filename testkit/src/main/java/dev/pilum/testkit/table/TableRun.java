package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A workload on a real database over a simulated disk, compared step by step with a model. It knows
 * at each moment what the table must hold, and after a crash what it may hold ({@link Outcomes}).
 * One thread at a time.
 */
public final class TableRun {
  /** The name of the table. */
  public static final String TABLE = "t";

  private final SimulatedFileStore disk;
  private final SimulatedEnv env;
  private final Workload workload;
  private final Deque<Kept> snapshots = new ArrayDeque<>();
  private final Outcomes outcomes;
  private @Nullable Database database;
  private @Nullable Table table;

  /** A snapshot and what it must show until closed. */
  private record Kept(Snapshot snapshot, TableModel model) {}

  /** Prepares a run on a disk that holds what is {@code expected}; {@link #open} begins it. */
  public TableRun(SimulatedFileStore disk, Workload workload, long seed, Expected expected) {
    this.disk = disk;
    this.env = new SimulatedEnv(disk, seed);
    this.workload = workload;
    this.outcomes = new Outcomes(workload.options().durability(), expected);
  }

  /**
   * Prepares a run; {@link #open} begins it.
   *
   * @param candidates what the disk may hold: one of these; at least one
   */
  public TableRun(
      SimulatedFileStore disk, Workload workload, long seed, List<TableModel> candidates) {
    this(disk, workload, seed, Expected.oneOf(candidates));
  }

  /** Returns the disk. */
  public SimulatedFileStore disk() {
    return disk;
  }

  /** Returns what the table holds: all that was acknowledged. */
  public TableModel acknowledged() {
    return outcomes.acknowledged();
  }

  /** Returns what the disk holds should the process end now, and the system go on. */
  public Expected expectedByNextProcess() {
    return outcomes.byNextProcess();
  }

  /** Returns what the disk holds should the power fail now. */
  public Expected expectedAfterPowerCut() {
    return outcomes.afterPowerCut();
  }

  /** Returns all that the disk may hold if the power fails now. */
  public List<TableModel> candidates() {
    return expectedAfterPowerCut().all();
  }

  /** Opens the database and asserts that it holds what it must, or what it may. */
  public void open() {
    Database opened = Database.open(env, workload.options());
    database = opened;
    table = opened.hasTable(TABLE) ? opened.openTable(TABLE) : null;
    outcomes.opened(table);
  }

  /** Draws the next step. */
  public Step draw() {
    return workload.next(acknowledged());
  }

  /**
   * Does one step. When it throws, nobody knows what it has done: a write that fails may have been
   * made; those after it must be refused until the database is opened again.
   */
  public void step(Step step) {
    TableModel next = step.after(acknowledged());
    boolean doubtful = outcomes.begin(step, next);
    perform(step, next);
    outcomes.end(step, next, doubtful);
  }

  /** Does one step on a disk that may fail; returns what it failed with, or {@code null}. */
  public @Nullable PilumException attempt(Step step) {
    try {
      step(step);
      return null;
    } catch (StorageFailure | Closed | Corruption e) {
      return e;
    }
  }

  /** Asserts that the rows are those of the model, and all that must be true of any table. */
  public void check() {
    Table current = table;
    TableModel now = acknowledged();
    if (current != null) {
      TableComparison.assertSame(current, now);
      TableComparison.assertSameFiltered(current, now);
      TableComparison.assertSameVectorsFound(current, now, new SplittableRandom(now.version()));
      if (current.schema().has(Columns.BODY)) {
        TextComparison.assertSameScores(current, now);
      }
      TableInvariants.check(current);
      checkKeptVersions(current);
    }
    snapshots.forEach(kept -> {
      TableComparison.assertSame(kept.snapshot(), kept.model());
      TableComparison.assertSameFiltered(kept.snapshot(), kept.model());
    });
  }

  private void checkKeptVersions(Table current) {
    assertThat(current.tags()).as("tags").isEqualTo(acknowledged().kept().tags());
    acknowledged()
        .kept()
        .models()
        .forEach((version, model) -> {
          try (Snapshot old = current.checkout(version)) {
            TableComparison.assertSame(old, model);
            TableComparison.assertSameFiltered(old, model);
            TableComparison.assertSameVectorsFound(old, model, new SplittableRandom(version));
            model.keys().stream()
                .limit(3)
                .forEach(key -> TableComparison.assertSameAt(old, model, key));
          }
        });
  }

  /** Asserts that no file is there that the table does not need. */
  public void checkFiles() {
    if (table != null) {
      TableInvariants.checkFiles(disk, TABLE);
    }
  }

  /** Asserts that reads still see what was acknowledged, though writes may fail. */
  public void checkReads() {
    Table current = table;
    TableModel now = acknowledged();
    if (current != null && now.exists()) {
      TableComparison.assertSame(current, now);
      now.keys().stream().limit(3).forEach(key -> TableComparison.assertSameAt(current, now, key));
      TableComparison.assertSameNearest(current, now, new SplittableRandom(now.version()));
    }
  }

  /** Returns whether the table can be asked. */
  public boolean isOpen() {
    return table != null;
  }

  /** Closes snapshots and the database, and runs what still waits in the background. */
  public void close() {
    while (!snapshots.isEmpty()) {
      closeSnapshot();
    }
    Database open = database;
    database = null;
    table = null;
    if (open != null) {
      open.close();
    }
    env.runUntilIdle();
  }

  /** Asserts that nothing is held open any more. */
  public void checkLetGo() {
    assertThat(disk.openHandles()).as("files and maps still open after close").isZero();
  }

  private void perform(Step step, TableModel next) {
    switch (step) {
      case Step.Create create -> table = database().createTable(TABLE, workload.schema());
      case Step.Drop drop -> {
        table = null;
        database().dropTable(TABLE);
      }
      case Step.Upsert upsert -> written(next, table().upsert(upsert.rows()), upsert.rows().size());
      case Step.Add add -> add(add.rows(), next);
      case Step.Update update -> {
        boolean there = acknowledged().get(update.key()) != null;
        written(next, table().update(update.key(), update.values()), there ? 1 : 0);
      }
      case Step.UpdateWhere update -> {
        long matching = acknowledged().rows().stream().filter(update.where().matches()).count();
        written(next, table().updateWhere(update.where().filter(), update.values()), matching);
      }
      case Step.Delete delete -> written(next, table().deleteAll(delete.keys()), 0);
      case Step.DeleteWhere delete ->
          written(next, table().deleteWhere(delete.where().filter()), 0);
      case Step.Merge merge -> {
        MergeModel expected = MergeModel.of(acknowledged(), merge);
        assertThat(MergeModel.run(table(), merge)).isEqualTo(expected.result());
      }
      case Step.Keep keep -> keep(keep.what());
      case Step.Index index -> index(index);
      case Step.Read read -> read(new SplittableRandom(read.seed()));
      case Step.Evolve(Evolution what) ->
          assertThat(what.apply(table())).as("version").isEqualTo(next.version());
    }
  }

  private void add(List<Row> rows, TableModel next) {
    if (acknowledged().takes(rows)) {
      written(next, table().add(rows), rows.size());
    } else {
      assertThatThrownBy(() -> table().add(rows)).satisfies(TableRun::throwUnlessRefused);
    }
  }

  private static void throwUnlessRefused(Throwable thrown) {
    if (thrown instanceof InvalidRequest) {
      return;
    }
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(thrown);
    }
  }

  private void written(TableModel next, WriteResult result, long rowsWritten) {
    long removed = acknowledged().rows().size() + rowsWritten - next.rows().size();
    assertThat(result).isEqualTo(new WriteResult(next.version(), rowsWritten, removed));
  }

  private void keep(Step.Upkeep what) {
    switch (what) {
      case FLUSH -> table().flush();
      case OPTIMIZE -> table().optimize();
      case AWAIT -> table().awaitUpkeep();
      case BACKGROUND -> env.runOne();
      case TAKE_SNAPSHOT -> snapshots.add(new Kept(table().snapshot(), acknowledged()));
      case CLOSE_SNAPSHOT -> closeSnapshot();
      case REOPEN -> reopen();
    }
  }

  private void index(Step.Index index) {
    switch (index.wish()) {
      case CREATE -> table().createIndex(index.column(), index.kind());
      case DROP -> table().dropIndex(index.column(), index.kind());
    }
  }

  private void closeSnapshot() {
    Kept kept = snapshots.poll();
    if (kept != null) {
      try (Snapshot snapshot = kept.snapshot()) {
        TableComparison.assertSame(snapshot, kept.model());
      }
    }
  }

  private void reopen() {
    Database open = database();
    database = null;
    table = null;
    open.close();
    outcomes.forced();
    open();
    checkFiles();
  }

  private void read(SplittableRandom random) {
    TableComparison.assertSame(table(), acknowledged());
    for (int i = 0; i < 4; i++) {
      TableComparison.assertSameAt(table(), acknowledged(), workload.key());
    }
    TableComparison.assertSameNearest(table(), acknowledged(), random);
    TableComparison.assertSameFiltered(table(), acknowledged());
  }

  private Database database() {
    Database open = database;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  private Table table() {
    Table open = table;
    if (open == null) {
      throw new IllegalStateException("there is no table");
    }
    return open;
  }
}
