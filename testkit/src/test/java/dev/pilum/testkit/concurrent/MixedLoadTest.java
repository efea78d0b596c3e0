package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.RankedQuery;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.testkit.table.MergeModel;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableComparison;
import dev.pilum.testkit.table.TableInvariants;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty-four threads do everything to one table at once. Their logs, put into the order of the
 * versions they were told, make a model that every result, every snapshot and the table agree with.
 * {@code -Dpilum.real.scale=20} makes it long.
 */
class MixedLoadTest {
  private static final int THREADS = 64;
  private static final int STEPS = 10;
  private static final int LIVES = Integer.getInteger("pilum.real.scale", 1);
  private static final float[] QUERY = {1, 0, -1, 2};

  @TempDir private Path folder;

  private final Queue<Done> done = new ConcurrentLinkedQueue<>();
  private final Queue<Snapshot> snapshots = new ConcurrentLinkedQueue<>();

  /** A write and what its caller was told. */
  private record Done(Step step, WriteResult result) {}

  @Test
  @Timeout(900)
  void theLogsOfAllThreadsTogetherExplainEveryResultAndSnapshot()
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("seed", 0x64);
    for (long life = seed; life < seed + LIVES; life++) {
      try {
        live(life, folder.resolve(String.valueOf(life)));
      } catch (RuntimeException | AssertionError | ExecutionException e) {
        throw new AssertionError("again, though threads may fall otherwise: -Dseed=" + life, e);
      }
    }
  }

  private void live(long seed, Path place) throws InterruptedException, ExecutionException {
    Workload workload = new Workload(seed);
    DatabaseOptions options = workload.options();
    TableModel model;
    try (Database database = Database.open(place, options)) {
      Table table = database.createTable("t", withText(workload.schema()));
      List<Rounds.Work> works = new ArrayList<>();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < THREADS; i++) {
        Workload own = workload.again(random.nextLong());
        works.add(() -> work(table, own));
      }
      Rounds.runAll(works);
      model = replayed();
      check(table, model);
    }
    try (Database database = Database.open(place, options)) {
      check(database.openTable("t"), model);
    }
    System.out.printf("%s after %d threads, every step explained; seed %d%n", model, THREADS, seed);
    done.clear();
  }

  private static void check(Table table, TableModel model) {
    TableComparison.assertSame(table, model);
    TableComparison.assertSameFiltered(table, model);
    TableInvariants.check(table);
  }

  private static Schema withText(Schema schema) {
    SchemaBuilder builder = Schema.builder();
    for (Field field : schema.fields()) {
      if (field.name().equals(schema.key())) {
        builder.key(field.name(), field.type());
      } else if (field.name().equals("text")) {
        builder.text("text");
      } else {
        builder.field(field);
      }
    }
    return builder.build();
  }

  private void work(Table table, Workload workload) {
    for (int i = 0; i < STEPS; i++) {
      Step step = workload.next(TableModel.EMPTY);
      WriteResult result = perform(table, step);
      if (result != null) {
        done.add(new Done(step, result));
      }
      if (i % 8 == 0) {
        search(table, workload.key());
      }
    }
  }

  /** Does a step; returns what a write said, {@code null} when it was none or was refused. */
  private @Nullable WriteResult perform(Table table, Step step) {
    return switch (step) {
      case Step.Upsert(var rows) -> table.upsert(rows);
      case Step.Add add -> added(table, add);
      case Step.Update(var key, var values) -> table.update(key, values);
      case Step.UpdateWhere(var where, var values) -> table.updateWhere(where.filter(), values);
      case Step.Delete(var keys) -> table.deleteAll(keys);
      case Step.DeleteWhere(var where) -> table.deleteWhere(where.filter());
      case Step.Merge merge -> MergeModel.write(table, merge);
      case Step.Keep(var what) -> keep(table, what);
      case Step.Index(var column, var kind, var wish) -> {
        switch (wish) {
          case CREATE -> table.createIndex(column, kind);
          case DROP -> table.dropIndex(column, kind);
        }
        yield null;
      }
      case Step.Create create -> null;
      case Step.Drop drop -> null;
      case Step.Read read -> null;
      case Step.Evolve evolve -> null;
    };
  }

  private static @Nullable WriteResult added(Table table, Step.Add add) {
    try {
      return table.add(add.rows());
    } catch (InvalidRequest e) {
      return null;
    }
  }

  private @Nullable WriteResult keep(Table table, Step.Upkeep what) {
    switch (what) {
      case FLUSH -> table.flush();
      case OPTIMIZE -> table.optimize();
      case AWAIT -> table.awaitUpkeep();
      case TAKE_SNAPSHOT, CLOSE_SNAPSHOT -> snapshots.add(table.snapshot());
      case BACKGROUND, REOPEN -> table.scan().rows();
    }
    return null;
  }

  private static void search(Table table, Object key) {
    table.get(key);
    var search = table.search("vector", QUERY).limit(7);
    var text = table.searchText("text", "t3").limit(7);
    List<RankedQuery<?>> all = new ArrayList<>(List.of(search, text, search.text("text", "t4")));
    all.add(search.where("number > ?", 3));
    for (RankedQuery<?> query : all) {
      assertThat(query.hits()).hasSizeLessThanOrEqualTo(7).doesNotHaveDuplicates();
    }
    table.searchAll(all).forEach(result -> assertThat(result.hits()).doesNotHaveDuplicates());
    assertThat(table.scan().groupCount("text")).isNotNull();
  }

  /** Goes through the versions, one write after the other; compares results and snapshots. */
  private TableModel replayed() {
    List<Done> inOrder = new ArrayList<>(done);
    inOrder.sort(
        Comparator.<Done>comparingLong(each -> each.result().version())
            .thenComparing(each -> isNothing(each.result())));
    TableModel model = TableModel.EMPTY;
    compareSnapshots(model);
    for (Done each : inOrder) {
      TableModel next = each.step().after(model);
      assertThat(each.result().version()).as("version of %s", each).isEqualTo(next.version());
      assertThat(each.result().rowsWritten() - each.result().rowsRemoved())
          .as("rows more after %s", each)
          .isEqualTo(next.rows().size() - model.rows().size());
      if (next != model) {
        compareSnapshots(next);
      }
      model = next;
    }
    assertThat(snapshots).as("snapshots of versions that nobody wrote").isEmpty();
    return model;
  }

  private static boolean isNothing(WriteResult result) {
    return result.rowsWritten() + result.rowsRemoved() == 0;
  }

  private void compareSnapshots(TableModel model) {
    for (Snapshot snapshot : List.copyOf(snapshots)) {
      if (snapshot.version() == model.version()) {
        TableComparison.assertSame(snapshot, model);
        TableComparison.assertSameFiltered(snapshot, model);
        snapshot.close();
        snapshots.remove(snapshot);
      }
    }
  }
}
