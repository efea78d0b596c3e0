package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.Row;
import dev.pilum.RowChange;
import dev.pilum.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a table made from its change feed by a consumer that is killed now and then. Rows and
 * watermark are what such a consumer would keep in one transaction elsewhere: they outlive it.
 */
final class Replica {
  private final String name;
  private final ChangeMode mode;
  private final SplittableRandom random;
  private final Map<Object, Row> rows = new HashMap<>();
  private ChangePosition watermark = ChangePosition.after(0);
  private @Nullable ChangeFeed feed;
  private int kills;

  Replica(String name, ChangeMode mode, long seed) {
    this.name = name;
    this.mode = mode;
    this.random = new SplittableRandom(seed);
  }

  String name() {
    return name;
  }

  /** Returns up to where changes have been applied. */
  ChangePosition watermark() {
    return watermark;
  }

  /** Returns how often the consumer was killed with something in its hands. */
  int kills() {
    return kills;
  }

  /** Applies a batch, perhaps, and acknowledges it, perhaps. */
  void work(Table table, ExpectedChanges expected) {
    ChangeBatch batch = consumer(table).poll(1 + random.nextInt(12));
    if (mode == ChangeMode.EVERY) {
      expected.assertNext(watermark, batch);
    }
    if (random.nextInt(6) == 0) {
      kill();
      return;
    }
    apply(batch);
    if (random.nextInt(6) == 0) {
      kill();
    } else if (random.nextInt(3) > 0) {
      consumer(table).acknowledge(batch.end());
      assertThat(consumer(table).position()).isEqualTo(watermark);
    }
  }

  /** The consumer is gone, and whatever it has not stored. */
  void kill() {
    ChangeFeed open = feed;
    feed = null;
    if (open != null) {
      kills++;
      open.close();
    }
  }

  /** Applies all there is, and asserts that the rows are those of the model. */
  void catchUp(Table table, TableModel model, ExpectedChanges expected) {
    ChangeBatch batch = consumer(table).poll(100);
    while (!batch.isEmpty()) {
      if (mode == ChangeMode.EVERY) {
        expected.assertNext(watermark, batch);
      }
      apply(batch);
      batch = consumer(table).poll(100);
    }
    assertThat(batch.end()).isEqualTo(ChangePosition.after(model.version()));
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(model.keys());
    rows.forEach((key, row) ->
        assertThat(TableComparison.sameAt(row, model, key)).as("row of %s", key).isTrue());
  }

  private void apply(ChangeBatch batch) {
    List<RowChange> changes = batch.changes();
    for (RowChange change : changes) {
      Row row = change.row();
      if (row == null) {
        rows.remove(change.key());
      } else {
        rows.put(change.key(), row);
      }
    }
    watermark = batch.end();
  }

  /** Returns the consumer; a new one begins where the rows are, whatever it has acknowledged. */
  private ChangeFeed consumer(Table table) {
    ChangeFeed open = feed;
    if (open == null) {
      open = table.feed(name, mode);
      assertThat(open.position()).isLessThanOrEqualTo(watermark);
      open.acknowledge(watermark);
      feed = open;
    }
    return open;
  }
}
