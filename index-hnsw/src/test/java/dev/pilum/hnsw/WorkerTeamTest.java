package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerTeamTest {

  @Test
  void everyPieceIsDoneExactlyOnce() {
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      WorkerTeam team = new WorkerTeam(new BuildThreads(pool, 4));
      for (int round = 0; round < 200; round++) {
        AtomicIntegerArray done = new AtomicIntegerArray(round);
        team.run(round, (piece, worker) -> done.incrementAndGet(piece));
        for (int i = 0; i < round; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void noTwoPiecesShareAWorkerAtTheSameTime() {
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      WorkerTeam team = new WorkerTeam(new BuildThreads(pool, 4));
      AtomicIntegerArray inside = new AtomicIntegerArray(4);
      team.run(
          5000,
          (piece, worker) -> {
            assertThat(inside.incrementAndGet(worker)).isEqualTo(1);
            inside.decrementAndGet(worker);
          });
    }
  }

  @Test
  void theFirstFailureComesOutAfterAllElseEnded() {
    WorkerTeam team = new WorkerTeam(BuildThreads.CALLER_ONLY);
    assertThatThrownBy(() ->
            team.run(
                3,
                (piece, worker) -> {
                  throw new IllegalArgumentException("piece " + piece);
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece 0");
  }
}
