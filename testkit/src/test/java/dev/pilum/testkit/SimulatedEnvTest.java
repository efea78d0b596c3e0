package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Closed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedEnvTest {
  @Test
  void timeMovesOnlyWhenTold() {
    SimulatedEnv env = new SimulatedEnv(new SimulatedFileStore(1), 1);
    long millis = env.currentTimeMillis();
    long nanos = env.nanoTime();
    assertThat(env.currentTimeMillis()).isEqualTo(millis);
    env.advanceMillis(5);
    assertThat(env.currentTimeMillis()).isEqualTo(millis + 5);
    assertThat(env.nanoTime()).isEqualTo(nanos + 5_000_000);
  }

  @Test
  void backgroundTasksWaitAndRunInAnOrderThatTheSeedDecides() {
    assertThat(orderOf(7)).isEqualTo(orderOf(7)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(orderOf(7)).isNotEqualTo(orderOf(8));
  }

  @Test
  void tasksThatTasksHandInRunToo() {
    SimulatedEnv env = new SimulatedEnv(new SimulatedFileStore(1), 1);
    List<String> ran = new ArrayList<>();
    env.background().execute(() -> env.background().execute(() -> ran.add("inner")));
    assertThat(ran).isEmpty();
    assertThat(env.runUntilIdle()).isEqualTo(2);
    assertThat(ran).containsExactly("inner");
    assertThat(env.runOne()).isFalse();
  }

  @Test
  void theInlineVariantRunsTasksAtOnce() {
    SimulatedEnv env = SimulatedEnv.inline(new SimulatedFileStore(1), 1);
    List<String> ran = new ArrayList<>();
    env.background().execute(() -> ran.add("now"));
    assertThat(ran).containsExactly("now");
  }

  @Test
  void tasksForLaterWaitForTheirTime() {
    SimulatedEnv env = new SimulatedEnv(new SimulatedFileStore(1), 1);
    List<String> ran = new ArrayList<>();
    env.later(3_000_000, () -> ran.add("later"));
    env.later(2_000_000, () -> ran.add("never")).cancel();
    env.advanceMillis(2);
    assertThat(env.runOne()).isFalse();
    env.pause(1_000_000);
    assertThat(env.waitingTasks()).isEqualTo(1);
    assertThat(ran).isEmpty();
    assertThat(env.runUntilIdle()).isEqualTo(1);
    assertThat(ran).containsExactly("later");
    env.later(1, () -> ran.add("never"));
    env.close();
    env.advanceMillis(1);
    assertThat(env.runOne()).isFalse();
  }

  @Test
  void theInlineVariantRunsTasksForLaterWhenTimeIsMoved() {
    SimulatedEnv env = SimulatedEnv.inline(new SimulatedFileStore(1), 1);
    List<Long> ran = new ArrayList<>();
    env.later(1_000_000, () -> env.later(5_000_000, () -> ran.add(env.nanoTime())));
    env.advanceMillis(1);
    assertThat(ran).isEmpty();
    env.advanceMillis(5);
    assertThat(ran).containsExactly(6_000_000L);
  }

  @Test
  void aClosedEnvironmentTakesNoTasks() {
    SimulatedEnv env = new SimulatedEnv(new SimulatedFileStore(1), 1);
    env.close();
    assertThatThrownBy(() -> env.later(0, () -> {})).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> env.background().execute(() -> {})).isInstanceOf(Closed.class);
  }

  private static List<Integer> orderOf(long seed) {
    SimulatedEnv env = new SimulatedEnv(new SimulatedFileStore(1), seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int task = i;
      env.background().execute(() -> order.add(task));
    }
    env.runUntilIdle();
    return order;
  }
}
