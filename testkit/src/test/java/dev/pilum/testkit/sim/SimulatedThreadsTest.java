package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SimulatedThreadsTest {
  @Test
  void theSeedDecidesWhoGoesOn() {
    assertThat(orderOf(1)).isEqualTo(orderOf(1));
    assertThat(List.of(orderOf(1), orderOf(2), orderOf(3)).stream().distinct()).hasSize(3);
  }

  @Test
  void aLockLetsOneInAtATime() {
    SimulatedThreads threads = threads(5);
    ReentrantLock lock = new ReentrantLock();
    List<String> entered = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      threads.start(
          name,
          () -> {
            for (int i = 0; i < 4; i++) {
              lock.lock();
              try {
                entered.add(name);
                threads.pause();
                entered.add(name);
              } finally {
                lock.unlock();
              }
              threads.pause();
            }
          });
    }
    threads.run();
    assertThat(entered).hasSize(24);
    for (int i = 0; i < entered.size(); i += 2) {
      assertThat(entered.get(i)).isEqualTo(entered.get(i + 1));
    }
  }

  @Test
  void timeMovesOnlyWhenEverybodySleeps() {
    SimulatedThreads threads = threads(5);
    List<Long> woken = new ArrayList<>();
    for (long millis : List.of(300, 100, 200)) {
      threads.start(
          "sleeper",
          () -> {
            threads.sleep(TimeUnit.MILLISECONDS.toNanos(millis));
            woken.add(TimeUnit.NANOSECONDS.toMillis(threads.nanos()));
          });
    }
    threads.start(
        "worker",
        () -> {
          for (int i = 0; i < 100; i++) {
            threads.pause();
            woken.add(threads.nanos());
          }
        });
    threads.run();
    assertThat(woken.subList(0, 100)).containsOnly(0L);
    assertThat(woken.subList(100, 103)).containsExactly(100L, 200L, 300L);
  }

  @Test
  void thoseWhoWaitForEachOtherForEverAreNamed() {
    SimulatedThreads threads = threads(5);
    CountDownLatch never = new CountDownLatch(1);
    threads.start("the one who waits", () -> await(never));
    assertThatThrownBy(threads::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the one who waits")
        .hasMessageContaining("SimulatedThreadsTest.await");
  }

  @Test
  void aFailureEndsAllThreadsAndIsThrown() {
    SimulatedThreads threads = threads(5);
    List<String> begun = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    threads.start(
        "endless",
        () -> {
          begun.add("endless");
          try {
            while (true) {
              threads.pause();
            }
          } finally {
            ended.add("endless");
          }
        });
    threads.start(
        "failing",
        () -> {
          while (begun.isEmpty()) {
            threads.pause();
          }
          throw new IllegalArgumentException("as planned");
        });
    assertThatThrownBy(threads::run).hasRootCauseMessage("as planned");
    assertThat(ended).containsExactly("endless");
  }

  @Test
  void whoWaitsForAMonitorGoesOnToo() {
    SimulatedThreads threads = threads(5);
    Object monitor = new Object();
    List<String> entered = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      threads.start(
          name,
          () -> {
            synchronized (monitor) {
              entered.add(name);
              threads.pause();
              entered.add(name);
            }
          });
    }
    threads.run();
    assertThat(entered).hasSize(6);
    for (int i = 0; i < entered.size(); i += 2) {
      assertThat(entered.get(i)).isEqualTo(entered.get(i + 1));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String orderOf(long seed) {
    SimulatedThreads threads = threads(seed);
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int name = i;
      threads.start(
          "thread " + i,
          () -> {
            for (int step = 0; step < 5; step++) {
              order.append(name);
              threads.pause();
            }
          });
    }
    threads.run();
    return order.toString();
  }

  private static SimulatedThreads threads(long seed) {
    return new SimulatedThreads(seed, 1, new TraceHash());
  }
}
