package dev.pilum.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.Closed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The environment of production, as far as it makes threads wait. */
class SystemEnvTest {
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final SystemEnv env = new SystemEnv(new SimulatedFileStore(1));
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @Test
  void tasksForLaterRunOneAfterAnotherApartFromTheOthers() {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    env.later(HOUR_NANOS, () -> ran.add("in an hour"));
    env.later(
        0,
        () -> {
          first.countDown();
          await(over);
          ran.add("first");
        });
    await(first);
    CountDownLatch second = new CountDownLatch(1);
    env.later(
        0,
        () -> {
          ran.add("second");
          second.countDown();
        });
    env.background()
        .execute(() -> {
          ran.add("background");
          over.countDown();
        });
    await(second);
    assertThat(ran).containsExactly("background", "first", "second");
    env.close();
  }

  @Test
  void aTaskThatFailsDoesNotEndTheOthersAndOneGivenUpNeverRuns() {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch last = new CountDownLatch(1);
    env.later(
        0,
        () -> {
          await(gate);
          Thread.currentThread().setUncaughtExceptionHandler((_, e) -> ran.add(e.getMessage()));
          throw new IllegalStateException("seen");
        });
    env.later(0, () -> ran.add("given up")).cancel();
    env.later(0, last::countDown);
    gate.countDown();
    await(last);
    assertThat(ran).containsExactly("seen");
    env.close();
  }

  @Test
  void nothingIsTakenAfterClosing() {
    env.close();
    assertThatThrownBy(() -> env.later(0, () -> {})).isInstanceOf(Closed.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts here", e);
    }
  }
}
