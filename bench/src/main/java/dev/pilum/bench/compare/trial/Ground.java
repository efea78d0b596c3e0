package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store, and which rows it should hold by now. */
final class Ground implements AutoCloseable {
  private final Corpus corpus;
  private final Map<Integer, Doc> live = new TreeMap<>();
  private Store store;
  private int nextKey;

  Ground(Corpus corpus, Store store) {
    this.corpus = corpus;
    this.store = store;
  }

  Store store() {
    return store;
  }

  /** Goes on with a store of the same rows that was opened again. */
  void reopened(Store opened) {
    store = opened;
  }

  /** Returns the rows that the store should hold. */
  Collection<Doc> live() {
    return live.values();
  }

  /** Returns the key that the next new row gets; all keys below were used. */
  int nextKey() {
    return nextKey;
  }

  /** Makes calls that change nothing. */
  Done ask(Work work, long budgetNanos) throws IOException {
    return store.run(work, budgetNanos);
  }

  /** Writes new rows. */
  Done insert(int rows, int perCall, long budgetNanos) throws IOException {
    List<Doc> docs = corpus.docs(nextKey, nextKey + rows);
    nextKey += rows;
    return write(docs, false, perCall, budgetNanos);
  }

  /** Writes rows whose keys are new. */
  Done insertThese(List<Doc> docs, long budgetNanos) throws IOException {
    docs.forEach(doc -> nextKey = Math.max(nextKey, doc.key() + 1));
    return write(docs, false, 1, budgetNanos);
  }

  /** Writes rows, replacing those with the same keys. */
  Done upsert(List<Doc> docs, int perCall, long budgetNanos) throws IOException {
    docs.forEach(doc -> nextKey = Math.max(nextKey, doc.key() + 1));
    return write(docs, true, perCall, budgetNanos);
  }

  private Done write(List<Doc> docs, boolean replaces, int perCall, long budgetNanos)
      throws IOException {
    Done done = store.run(new Work.Write(replaces, docs, perCall, 1), budgetNanos);
    int written = (int) Math.min(docs.size(), (long) done.calls() * perCall);
    docs.subList(0, written).forEach(doc -> live.put(doc.key(), doc));
    return done;
  }

  /** Writes rows by several threads at a time, replacing those with the same keys. */
  Done upsertTogether(List<Doc> docs, int threads) throws IOException {
    docs.forEach(doc -> nextKey = Math.max(nextKey, doc.key() + 1));
    Done done = store.run(new Work.Write(true, docs, 1, threads), Long.MAX_VALUE);
    docs.forEach(doc -> live.put(doc.key(), doc));
    return done;
  }

  /** Moves rows to a bucket. */
  Done move(int[] keys, int bucket, long budgetNanos) throws IOException {
    Done done = store.run(new Work.Move(keys, bucket), budgetNanos);
    for (int i = 0; i < done.calls(); i++) {
      live.computeIfPresent(keys[i], (key, doc) -> doc.in(bucket));
    }
    return done;
  }

  /** Deletes rows. */
  Done delete(int[] keys, long budgetNanos) throws IOException {
    Done done = store.run(new Work.Delete(keys), budgetNanos);
    for (int i = 0; i < done.calls(); i++) {
      live.remove(keys[i]);
    }
    return done;
  }

  /** Fails when the store holds more or fewer rows than it should. */
  void checkCount() throws IOException {
    long count = store.count();
    if (count != live.size()) {
      throw new WrongAnswer("%d rows instead of %d".formatted(count, live.size()));
    }
  }

  /** Returns keys of rows that are there, evenly spread, at most {@code count}. */
  int[] someKeys(int count) {
    List<Integer> keys = List.copyOf(live.keySet());
    int wanted = Math.min(count, keys.size());
    int[] some = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      some[i] = keys.get((int) ((long) i * keys.size() / wanted));
    }
    return some;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
