package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.Cancelled;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.Workload;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * One drawn history of a table on a simulated disk, in which the thread is interrupted inside one
 * operation of the disk. What was under way is done whole or not at all, the thread stays
 * interrupted, and everything goes on.
 */
final class InterruptExplorer {
  private final int steps;
  private final SimulatedFileStore disk;
  private final SteppedTable table;
  private boolean struck;
  private int givenUp;

  InterruptExplorer(long seed, int steps) {
    this.steps = steps;
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = new Workload(random.nextLong());
    this.disk = new SimulatedFileStore(random.nextLong());
    SimulatedEnv env = new SimulatedEnv(disk, random.nextLong());
    this.table = new SteppedTable(env, workload, env::runOne);
  }

  /** Returns how many operations the history has, from opening to closing, undisturbed. */
  long operations() {
    return run(-1);
  }

  /** Interrupts operation {@code moment}; returns how many calls were given up for it: 0 or 1. */
  int interruptAt(long moment) {
    run(moment);
    return givenUp;
  }

  private long run(long moment) {
    disk.follow(operation -> {
      if (operation.number() == moment) {
        struck = true;
        Thread.currentThread().interrupt();
      }
      return Fault.NONE;
    });
    guarded("open", table::open, table.model());
    for (int i = 0; i < steps; i++) {
      Step step = table.draw();
      guarded(step, () -> table.perform(step), step.after(table.model()));
    }
    guarded("close", table::close, table.model());
    final long operations = disk.operationCount();
    disk.follow(FaultPlan.none());
    table.open();
    table.checkWhole();
    table.close();
    assertThat(disk.openHandles()).as("files still open").isZero();
    return operations;
  }

  /**
   * Does something; what it should lead to, or nothing at all, is there when it was interrupted.
   */
  private void guarded(Object what, Runnable action, TableModel next) {
    boolean before = struck;
    try {
      action.run();
      table.expect(next);
    } catch (Cancelled | CancellationException e) {
      assertThat(struck && !before).as("%s was given up though not interrupted", what).isTrue();
      givenUp++;
    }
    boolean now = struck && !before;
    assertThat(Thread.interrupted()).as("interrupt status after %s", what).isEqualTo(now);
    if (now && !"close".equals(what)) {
      table.compare();
    }
  }
}
