package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A store whose calls are made from here, each timed by itself. What an engine cannot do it does
 * not override.
 */
abstract class CallByCall implements Store {
  private static final int[] NOTHING = {};

  /** A call of many alike. */
  private interface Call {
    int[] make(int number) throws IOException;
  }

  @Override
  public final Done run(Work work, long budgetNanos) throws IOException {
    return switch (work) {
      case Work.Write write -> writeAll(write, budgetNanos);
      case Work.Move(int[] keys, int bucket) ->
          inTurn(keys.length, budgetNanos, silent(i -> move(keys[i], bucket)));
      case Work.Delete(int[] keys) ->
          inTurn(keys.length, budgetNanos, silent(i -> delete(keys[i])));
      case Work.Get(int[] keys) -> inTurn(keys.length, budgetNanos, i -> get(keys[i]));
      case Work.Exists(int[] keys) ->
          inTurn(keys.length, budgetNanos, i -> new int[] {exists(keys[i]) ? 1 : 0});
      case Work.Search(float[][] queries, int limit, int breadth, int below) ->
          inTurn(queries.length, budgetNanos, i -> search(queries[i], limit, breadth, below));
      case Work.Words(List<String> words, int limit) ->
          inTurn(words.size(), budgetNanos, i -> text(words.get(i), limit));
      case Work.Hybrid(float[][] queries, List<String> words, int limit, int breadth) ->
          inTurn(
              queries.length, budgetNanos, i -> hybrid(queries[i], words.get(i), limit, breadth));
    };
  }

  /** Writes rows whose keys are new, durably. */
  abstract void insert(List<Doc> docs) throws IOException;

  /** Writes rows, replacing those with the same keys, durably. */
  void upsert(List<Doc> docs) throws IOException {
    throw new Unsupported("no keys");
  }

  void move(int key, int bucket) throws IOException {
    throw new Unsupported("no update");
  }

  void delete(int key) throws IOException {
    throw new Unsupported("no delete");
  }

  int[] get(int key) throws IOException {
    throw new Unsupported("no get by key");
  }

  boolean exists(int key) throws IOException {
    throw new Unsupported("no look-up by key");
  }

  abstract int[] search(float[] query, int limit, int breadth, int below) throws IOException;

  int[] text(String words, int limit) throws IOException {
    throw new Unsupported("no text search");
  }

  int[] hybrid(float[] query, String words, int limit, int breadth) throws IOException {
    throw new Unsupported("no hybrid search");
  }

  @Override
  public long processId() {
    return ProcessHandle.current().pid();
  }

  /** Returns the same store for another thread: this one, where threads may share it. */
  CallByCall forAnotherThread() throws IOException {
    return this;
  }

  private Done writeAll(Work.Write write, long budgetNanos) throws IOException {
    if (write.threads() == 1) {
      return writeInTurn(write.docs(), write, budgetNanos);
    }
    List<CallByCall> stores = new ArrayList<>();
    try {
      for (int i = 0; i < write.threads(); i++) {
        stores.add(forAnotherThread()); // before the clock runs: to connect is not to write
      }
      return together(stores, write, budgetNanos);
    } finally {
      for (CallByCall store : stores) {
        if (store != this) {
          store.close();
        }
      }
    }
  }

  private static Done together(List<CallByCall> stores, Work.Write write, long budgetNanos)
      throws IOException {
    List<Future<Done>> running = new ArrayList<>();
    List<Done> parts = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(stores.size())) {
      for (int i = 0; i < stores.size(); i++) {
        List<Doc> own = everySoMany(write.docs(), i, stores.size());
        CallByCall store = stores.get(i);
        running.add(threads.submit(() -> store.writeInTurn(own, write, budgetNanos)));
      }
      for (Future<Done> each : running) {
        parts.add(each.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Unsupported unsupported) {
        throw unsupported;
      }
      throw new IOException("a writer failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new Done(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos())).toArray(),
        parts.stream().flatMap(part -> Arrays.stream(part.answers())).toArray(int[][]::new),
        System.nanoTime() - start);
  }

  private static List<Doc> everySoMany(List<Doc> docs, int first, int step) {
    List<Doc> own = new ArrayList<>();
    for (int i = first; i < docs.size(); i += step) {
      own.add(docs.get(i));
    }
    return own;
  }

  private Done writeInTurn(List<Doc> docs, Work.Write write, long budgetNanos) throws IOException {
    int calls = (docs.size() + write.perCall() - 1) / write.perCall();
    return inTurn(
        calls,
        budgetNanos,
        silent(i -> {
          int from = i * write.perCall();
          List<Doc> part = docs.subList(from, Math.min(docs.size(), from + write.perCall()));
          if (write.replaces()) {
            upsert(part);
          } else {
            insert(part);
          }
        }));
  }

  /** Something that is done and answers nothing. */
  private interface Silent {
    void make(int number) throws IOException;
  }

  private static Call silent(Silent silent) {
    return number -> {
      silent.make(number);
      return NOTHING;
    };
  }

  private static Done inTurn(int calls, long budgetNanos, Call call) throws IOException {
    long[] nanos = new long[calls];
    int[][] answers = new int[calls][];
    long begin = System.nanoTime();
    int made = 0;
    while (made < calls && (made == 0 || System.nanoTime() - begin < budgetNanos)) {
      long start = System.nanoTime();
      answers[made] = call.make(made);
      nanos[made] = System.nanoTime() - start;
      made++;
    }
    long wall = System.nanoTime() - begin;
    return new Done(Arrays.copyOf(nanos, made), Arrays.copyOf(answers, made), wall);
  }
}
