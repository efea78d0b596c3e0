package dev.pilum.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.storage.env.SystemEnv;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Background work leaves its core while searches want it, but not longer than it works. */
class SearchesFirstTest {
  /** What somebody works between two moments at which others may go first. */
  private static final long WORK_NANOS = 30_000;

  /** How long the first pause may last. */
  private static final long FIRST_NANOS = 5_000_000;

  @TempDir private Path folder;

  private SystemEnv system;
  private Outside outside;
  private SearchesFirst first;

  @BeforeEach
  void open() {
    system = new SystemEnv(DiskFileStore.create(folder));
    outside = new Outside(system, 1);
    first = new SearchesFirst(outside);
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void nobodyPausesWhereNobodySearches() {
    work(1_000);
    assertThat(outside.pausedNanos).isZero();
    assertThat(outside.given).isEqualTo(1_000);
    first.begin();
    first.end();
    work(1_000);
    assertThat(outside.pausedNanos).isZero();
  }

  @Test
  void aPauseLastsUntilTheSearchHasEnded() {
    first.begin();
    outside.pausesOfSearch = 3;
    work(1_000);
    assertThat(outside.pauses).isEqualTo(3);
  }

  @Test
  void whileSomebodySearchesNobodyPausesLongerThanItWorks() {
    first.begin();
    work(1_000);
    assertThat(outside.pausedNanos).isBetween(500 * WORK_NANOS, 1_000 * WORK_NANOS + FIRST_NANOS);
  }

  @Test
  void shortTasksOneAfterAnotherPauseNoLongerThanTheyWork() {
    first.begin();
    for (int i = 0; i < 1_000; i++) {
      first.helpers().execute(() -> work(1));
    }
    assertThat(outside.pausedNanos).isBetween(500 * WORK_NANOS, 1_000 * WORK_NANOS + FIRST_NANOS);
  }

  /** The second of two tasks at a time gives way though the first has just done so. */
  @Test
  void tasksThatRunTogetherGiveWayEachForItself() {
    outside.othersNanos = 4_000_000;
    first
        .background()
        .execute(() -> {
          work(2);
          assertThat(outside.given).isEqualTo(1);
          first.helpers().execute(() -> work(2));
          assertThat(outside.given).isEqualTo(2);
        });
  }

  /** Who yields is away for as long as others compute, and works as long before it yields again. */
  @Test
  void yieldsCountLikePauses() {
    outside.othersNanos = 4_000_000;
    work(1_000);
    int each = (int) (outside.othersNanos / WORK_NANOS);
    assertThat(outside.given).isBetween(1_000 / (each + 2), 1_000 / each + 1);
  }

  @Test
  void oneThreadPausesForOneSearch() {
    outside = new Outside(system, 3);
    first = new SearchesFirst(outside);
    first.begin();
    outside.pausesOfSearch = 2;
    outside.duringPause =
        () -> {
          outside.duringPause =
              () -> {
                throw new AssertionError("another thread pauses too");
              };
          other(); // gives way meanwhile
          outside.duringPause = () -> {};
        };
    first
        .helpers()
        .execute(() -> first.helpers().execute(() -> first.helpers().execute(() -> work(1))));
    assertThat(outside.pauses).isEqualTo(2);
  }

  @Test
  void whereTheClockStandsStillPausesEnd() {
    first.begin();
    outside.stands = true;
    work(1);
    assertThat(outside.pauses).isEqualTo(100);
  }

  /** A machine may be so busy that a pause takes long: then the next one comes late. */
  @Test
  void aLongPauseIsPaidForByWork() {
    first.begin();
    outside.late = 10_000_000;
    work(1_000);
    assertThat(outside.pauses).isBetween(2, 3);
  }

  @Test
  void whereThereAreCoresLeftNobodyPauses() {
    outside = new Outside(system, 7);
    first = new SearchesFirst(outside);
    first.begin();
    work(1_000);
    assertThat(outside.pauses).isZero();
    for (int searches = 2; searches <= 7; searches++) {
      first.begin();
    }
    work(1_000);
    assertThat(outside.pauses).isPositive();
  }

  @Test
  void tasksOfTheBackgroundAndOfHelpersCount() {
    outside = new Outside(system, 3);
    first = new SearchesFirst(outside);
    first.begin();
    first
        .background()
        .execute(() -> {
          first.helpers().execute(() -> work(100));
          assertThat(outside.pauses).isZero();
          first.helpers().execute(() -> first.helpers().execute(() -> work(100)));
          assertThat(outside.pauses).isPositive();
        });
    outside.pauses = 0;
    work(100);
    assertThat(outside.pauses).isZero();
  }

  @Test
  void aTaskThatFailsCountsNoMore() {
    outside = new Outside(system, 2);
    first = new SearchesFirst(outside);
    first.begin();
    for (int i = 0; i < 3; i++) {
      try {
        first
            .background()
            .execute(() -> {
              throw new IllegalStateException("on purpose");
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("on purpose");
      }
    }
    work(100);
    assertThat(outside.pauses).isZero();
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    first.begin();
    Thread.currentThread().interrupt();
    work(10);
    assertThat(Thread.interrupted()).isTrue();
  }

  private void other() {
    Thread other = new Thread(() -> work(10));
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void work(int pieces) {
    for (int i = 0; i < pieces; i++) {
      outside.nanos += WORK_NANOS;
      first.giveWay();
    }
  }

  /** A clock that work and pauses move, and executors that run tasks where they come from. */
  private final class Outside implements ForwardingEnv {
    private final Env env;
    private final int parallelism;
    private long nanos;
    private long late;
    private long pausedNanos;
    private int pauses;
    private int given;
    private int pausesOfSearch = -1;
    private boolean stands;
    private long othersNanos;
    private Runnable duringPause = () -> {};

    Outside(Env env, int parallelism) {
      this.env = env;
      this.parallelism = parallelism;
    }

    @Override
    public Env env() {
      return env;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void giveWay() {
      given++;
      nanos += othersNanos;
    }

    @Override
    public void pause(long nanosAsked) throws InterruptedException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      pauses++;
      pausedNanos += nanosAsked + late;
      nanos += stands ? 0 : nanosAsked + late;
      duringPause.run();
      if (pauses == pausesOfSearch) {
        first.end();
      }
    }

    @Override
    public int parallelism() {
      return parallelism;
    }

    @Override
    public Executor background() {
      return Runnable::run;
    }

    @Override
    public Executor helpers() {
      return Runnable::run;
    }
  }
}
