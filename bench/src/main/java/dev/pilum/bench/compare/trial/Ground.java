package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store, and which rows it should hold by now. Once it was found to hold others it is asked
 * nothing more: what it would answer, and how fast, means nothing.
 */
final class Ground implements AutoCloseable {
  /** Rows of a write that are looked at, at most. */
  private static final int CHECKED = 40;

  private final Corpus corpus;
  private final Map<Integer, Doc> live = new TreeMap<>();
  private List<Integer> written = List.of();
  private List<Doc> removed = List.of();
  private Store store;
  private int nextKey;
  private @Nullable WrongAnswer broken;

  Ground(Corpus corpus, Store store) {
    this.corpus = corpus;
    this.store = store;
  }

  /**
   * Returns the store.
   *
   * @throws WrongAnswer when it holds other rows than it should
   */
  Store store() {
    if (broken != null) {
      throw new WrongAnswer(broken);
    }
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

  /** Returns a row that the store should hold, or {@code null} when there is none. */
  @Nullable Doc row(int key) {
    return live.get(key);
  }

  /** Returns the key that the next new row gets; all keys below were used. */
  int nextKey() {
    return nextKey;
  }

  /** Makes calls that change nothing. */
  Done ask(Work work, long budgetNanos) throws IOException {
    return store().run(work, budgetNanos);
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
    Done done = store().run(new Work.Write(replaces, docs, perCall, 1), budgetNanos);
    wrote(docs.subList(0, (int) Math.min(docs.size(), (long) done.calls() * perCall)));
    return done;
  }

  private void wrote(List<Doc> docs) {
    docs.forEach(doc -> live.put(doc.key(), doc));
    written = docs.stream().map(Doc::key).toList();
    removed = List.of();
  }

  /**
   * Writes rows by several threads at a time, replacing those with the same keys. Where several
   * threads write a key the last of its rows is taken for the one that stays.
   */
  Done upsertTogether(List<Doc> docs, int threads) throws IOException {
    docs.forEach(doc -> nextKey = Math.max(nextKey, doc.key() + 1));
    Done done = store().run(new Work.Write(true, docs, 1, threads), Long.MAX_VALUE);
    wrote(docs);
    return done;
  }

  /** Moves rows to a bucket. */
  Done move(int[] keys, int bucket, long budgetNanos) throws IOException {
    Done done = store().run(new Work.Move(keys, bucket), budgetNanos);
    List<Doc> moved = new ArrayList<>();
    for (int i = 0; i < done.calls(); i++) {
      Doc doc = live.get(keys[i]);
      assert doc != null;
      moved.add(doc.in(bucket));
    }
    wrote(moved);
    return done;
  }

  /** Deletes rows. */
  Done delete(int[] keys, long budgetNanos) throws IOException {
    Done done = store().run(new Work.Delete(keys), budgetNanos);
    written = List.of();
    removed = new ArrayList<>();
    for (int i = 0; i < done.calls(); i++) {
      Doc doc = live.remove(keys[i]);
      assert doc != null;
      removed.add(doc);
    }
    return done;
  }

  /** Fails when the store does not hold what it should by the last write. */
  void check() throws IOException {
    sound(() -> {
      checkCount();
      RowCheck.there(store, evenly(written, CHECKED).stream().map(live::get).toList());
      RowCheck.gone(store, evenly(removed, CHECKED));
    });
  }

  /** Fails when the store holds more or fewer rows than it should. */
  void checkNumber() throws IOException {
    sound(this::checkCount);
  }

  /** Fails when the store does not hold some of all rows, or holds more or fewer. */
  void checkSome() throws IOException {
    sound(() -> {
      checkCount();
      RowCheck.there(store, evenly(List.copyOf(live.values()), CHECKED));
    });
  }

  private void checkCount() throws IOException {
    long count = store.count();
    if (count != live.size()) {
      throw new WrongAnswer("%d rows instead of %d".formatted(count, live.size()));
    }
  }

  /** What fails when the store is not as it should be. */
  private interface Check {
    void run() throws IOException;
  }

  private void sound(Check check) throws IOException {
    try {
      check.run();
    } catch (Unsupported e) {
      // it cannot be asked for rows; the right count has to do
    } catch (WrongAnswer e) {
      broken = e;
      throw e;
    }
  }

  private static <T> List<T> evenly(List<T> all, int most) {
    int wanted = Math.min(most, all.size());
    List<T> some = new ArrayList<>(wanted);
    for (int i = 0; i < wanted; i++) {
      some.add(all.get((int) ((long) i * all.size() / wanted)));
    }
    return some;
  }

  /** Returns keys of rows that are there, evenly spread, at most {@code count}. */
  int[] someKeys(int count) {
    return evenly(List.copyOf(live.keySet()), count).stream().mapToInt(key -> key).toArray();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
