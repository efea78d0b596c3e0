package dev.pilum.bench.compare.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is timed of calls that several threads make. */
class CallByCallTest {
  private static final int THREADS = 4;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger outside = new AtomicInteger();

  @Test
  void nobodyConnectsWhileOthersWriteAlready() throws IOException {
    List<Doc> docs = new ArrayList<>();
    for (int key = 0; key < 3 * THREADS; key++) {
      docs.add(new Doc(key, 0, "", new float[] {1}));
    }
    Done done = new Connection().run(new Work.Write(true, docs, 1, THREADS), Long.MAX_VALUE);
    assertThat(done.calls()).isEqualTo(docs.size()).isEqualTo(written.get());
    assertThat(outside).as("writes while not all were connected").hasValue(0);
    assertThat(open).as("connections that stay").hasValue(0);
  }

  /** A store that each thread needs one of, slow to come. */
  private final class Connection extends CallByCall {
    @Override
    CallByCall forAnotherThread() {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      open.incrementAndGet();
      return new Connection();
    }

    @Override
    void insert(List<Doc> docs) {
      throw new AssertionError("only upserts");
    }

    @Override
    void upsert(List<Doc> docs) {
      written.addAndGet(docs.size());
      outside.addAndGet(open.get() == THREADS ? 0 : 1);
    }

    @Override
    int[] search(float[] query, int limit, int breadth, int below) {
      throw new AssertionError("only upserts");
    }

    @Override
    public void settle() {
      throw new AssertionError("only upserts");
    }

    @Override
    public long count() {
      return written.get();
    }

    @Override
    public long diskBytes() {
      return -1;
    }

    @Override
    public long bytesOutsideHeap() {
      return -1;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
