package dev.pilum.cli.measure;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.measure.ShortDocuments.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long text and hybrid searches take over short documents, on a table with its defaults: at
 * rest, right after further upserts, beside a writer that keeps a rate, beside one that never
 * pauses, and right after it. Each but the first beside the same searches of another table that
 * nobody has changed, in turns of a twentieth of a phase, for machines are not always equally fast.
 */
public final class TextTrial {
  private static final int BATCH_ROWS = 5_000;
  private static final int QUESTIONS = 400;
  private static final int MOST_TERMS = 4;
  private static final int REHEARSED = 500;

  /** Kinds of searches take turns, so that beside a writer each meets the table as it grows. */
  private static final int SLICES = 10;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ShortDocuments documents;
  private final int rows;
  private final int upserts;
  private final int rate;
  private final Times times;
  private final List<Question> questions = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private long nextKey;

  /**
   * Prepares.
   *
   * @param rows documents in the table
   * @param upserts how many then follow, one by one
   * @param rate upserts per second of the writer that pauses
   */
  public TextTrial(ShortDocuments documents, int rows, int upserts, int rate, Times times) {
    this.documents = documents;
    this.rows = rows;
    this.upserts = upserts;
    this.rate = rate;
    this.times = times;
    for (int i = 0; i < QUESTIONS; i++) {
      questions.add(documents.question(1 + i % MOST_TERMS));
    }
  }

  /**
   * How long everything takes.
   *
   * @param warmUpMillis unmeasured searches before the measured ones
   * @param phaseMillis each kind of search in each phase
   */
  public record Times(int warmUpMillis, int phaseMillis) {}

  /** What is asked of a table. */
  private interface Asking {
    int hits(Table table, Question question);
  }

  /** Builds a table in an empty folder, measures, and returns the figures by name. */
  public Map<String, Object> run(Path folder) {
    figures.put("data", documents.source());
    figures.put("seed", ShortDocuments.SEED);
    figures.put("documents", rows);
    figures.put("wordsEach", ShortDocuments.WORDS_EACH);
    figures.put("upserts", upserts);
    figures.put("upsertsPerSecond", rate);
    try (Database database = Database.open(folder)) {
      Table table = filled(database, "texts");
      Table resting = filled(database, "resting");
      nextKey = rows;
      rehearse(table);
      warmUp(table);
      warmUp(resting);
      measure("atRest", table);
      upsert(table);
      compare("afterUpserts", table, resting);
      besideWriter("besideWriter", table, resting, NANOS_PER_SECOND / rate);
      besideWriter("besideBusyWriter", table, resting, 0);
      compare("afterWriter", table, resting);
    }
    return figures;
  }

  private Table filled(Database database, String name) {
    Table table = database.createTable(name, documents.schema());
    long key = 0;
    while (key < rows) {
      List<Row> batch = new ArrayList<>();
      for (int i = 0; i < BATCH_ROWS && key < rows; i++) {
        batch.add(documents.document(key++));
      }
      table.add(batch);
    }
    table.optimize();
    return table;
  }

  /**
   * Lets the JIT see searches of a table with new and replaced rows too, and beside a writer: it
   * would else compile that code in the midst of the measurement, and for some seconds the JIT's
   * work is all one sees.
   */
  private void rehearse(Table table) {
    for (int i = 0; i < REHEARSED; i++) {
      table.upsert(documents.document((long) i * rows / REHEARSED));
    }
    warmUp(table);
    beside(table, NANOS_PER_SECOND / rate, () -> warmUp(table));
    table.optimize();
  }

  private void warmUp(Table table) {
    long end = System.nanoTime() + times.warmUpMillis() * 1_000_000L;
    while (System.nanoTime() < end) {
      for (Question question : questions) {
        text(table, question);
        hybrid(table, question);
      }
    }
  }

  private void upsert(Table table) {
    Latencies each = new Latencies();
    for (int i = 0; i < upserts; i++) {
      Row row = documents.document(i % 2 == 0 ? nextKey++ : (long) i * rows / upserts);
      long start = System.nanoTime();
      table.upsert(row);
      each.add(System.nanoTime() - start);
    }
    figures.put("upsertP50Micros", each.percentileMicros(50));
    figures.put("upsertP99Micros", each.percentileMicros(99));
    long start = System.nanoTime();
    text(table, questions.getFirst());
    figures.put("firstTextAfterUpsertsMicros", (System.nanoTime() - start) / 1e3);
  }

  private void besideWriter(String phase, Table table, Table resting, long nanosEach) {
    int upserted = beside(table, nanosEach, () -> compare(phase, table, resting));
    figures.put(phase + "Upserts", upserted);
  }

  /** Searches while somebody writes; returns how many rows were written. */
  private int beside(Table table, long nanosEach, Runnable searches) {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Integer> writer = executor.submit(() -> write(table, nanosEach, done));
      searches.run();
      done.set(true);
      return writer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Upserts new documents, each {@code nanosEach} after the one before, or later. */
  private int write(Table table, long nanosEach, AtomicBoolean done) {
    int written = 0;
    long due = System.nanoTime();
    while (!done.get()) {
      table.upsert(documents.document(nextKey++));
      written++;
      due += nanosEach;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return written;
  }

  private void measure(String phase, Table table) {
    List<Kind> kinds = kinds();
    long sliceNanos = times.phaseMillis() * 1_000_000L / SLICES;
    for (int i = 0; i < SLICES; i++) {
      kinds.forEach(kind -> kind.askFor(sliceNanos, table));
    }
    put(phase, kinds);
  }

  /** Measures, and also by how much longer searches take than those of a table at rest beside. */
  private void compare(String phase, Table table, Table resting) {
    List<Kind> kinds = kinds();
    List<Kind> others = kinds();
    long sliceNanos = times.phaseMillis() * 1_000_000L / SLICES / 2;
    for (int i = 0; i < SLICES; i++) {
      for (int k = 0; k < kinds.size(); k++) {
        kinds.get(k).askFor(sliceNanos, table);
        others.get(k).askFor(sliceNanos, resting);
      }
    }
    put(phase, kinds);
    for (int k = 0; k < kinds.size(); k++) {
      Kind kind = kinds.get(k);
      double ratio = kind.medianMicros() / others.get(k).medianMicros();
      figures.put(phase + kind.name + "TimesResting", Math.round(100 * ratio) / 100d);
    }
  }

  private void put(String phase, List<Kind> kinds) {
    for (Kind kind : kinds) {
      figures.put(phase + kind.name + "P50Micros", kind.medianMicros());
      figures.put(phase + kind.name + "P99Micros", kind.latencies.percentileMicros(99));
    }
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int terms = 1; terms <= MOST_TERMS; terms++) {
      kinds.add(new Kind("Text" + terms, terms - 1, MOST_TERMS, TextTrial::text));
    }
    if (documents.haveVectors()) {
      kinds.add(new Kind("Vector", 0, 1, TextTrial::vector));
      kinds.add(new Kind("Hybrid", 0, 1, TextTrial::hybrid));
    }
    return kinds;
  }

  /** One kind of search, which asks every {@code step}-th question from the {@code first} on. */
  private final class Kind {
    private final String name;
    private final int first;
    private final int step;
    private final Asking asking;
    private final Latencies latencies = new Latencies();
    private int next;

    private Kind(String name, int first, int step, Asking asking) {
      this.name = name;
      this.first = first;
      this.step = step;
      this.asking = asking;
      this.next = first;
    }

    private double medianMicros() {
      return latencies.percentileMicros(50);
    }

    /** Goes on for a while where it left off, with one search at least. */
    private void askFor(long nanos, Table table) {
      long begin = System.nanoTime();
      long end = begin;
      while (end == begin || end - begin < nanos) {
        long start = System.nanoTime();
        asking.hits(table, questions.get(next));
        end = System.nanoTime();
        latencies.add(end - start);
        next = next + step < questions.size() ? next + step : first;
      }
    }
  }

  private static int text(Table table, Question question) {
    return table.searchText(ShortDocuments.WORDS, question.words()).hits().size();
  }

  private static int vector(Table table, Question question) {
    float[] vector = question.vector();
    return vector == null
        ? 0
        : table.search(ShortDocuments.VECTOR, vector).limit(100).hits().size();
  }

  private static int hybrid(Table table, Question question) {
    float[] vector = question.vector();
    return vector == null
        ? 0
        : table
            .search(ShortDocuments.VECTOR, vector)
            .text(ShortDocuments.WORDS, question.words())
            .hits()
            .size();
  }
}
