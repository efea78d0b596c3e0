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
 * pauses, and right after it.
 */
public final class TextTrial {
  private static final int BATCH_ROWS = 5_000;
  private static final int QUESTIONS = 400;
  private static final int MOST_TERMS = 4;
  private static final int REHEARSED = 500;
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
      Table table = database.createTable("texts", documents.schema());
      fill(table);
      rehearse(table);
      warmUp(table);
      measure("atRest", table);
      upsert(table);
      measure("afterUpserts", table);
      besideWriter("besideWriter", table, NANOS_PER_SECOND / rate);
      besideWriter("besideBusyWriter", table, 0);
      measure("afterWriter", table);
    }
    return figures;
  }

  private void fill(Table table) {
    while (nextKey < rows) {
      List<Row> batch = new ArrayList<>();
      for (int i = 0; i < BATCH_ROWS && nextKey < rows; i++) {
        batch.add(documents.document(nextKey++));
      }
      table.add(batch);
    }
    table.optimize();
  }

  /**
   * Lets the JIT see searches of a table with new and replaced rows too: it would else compile that
   * code in the midst of the measurement, and for some seconds the JIT's work is all one sees.
   */
  private void rehearse(Table table) {
    for (int i = 0; i < REHEARSED; i++) {
      table.upsert(documents.document((long) i * rows / REHEARSED));
    }
    warmUp(table);
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

  private void besideWriter(String phase, Table table, long nanosEach) {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Integer> writer = executor.submit(() -> write(table, nanosEach, done));
      measure(phase, table);
      done.set(true);
      figures.put(phase + "Upserts", writer.get());
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
    for (int terms = 1; terms <= MOST_TERMS; terms++) {
      measure(phase + "Text" + terms, table, terms - 1, MOST_TERMS, TextTrial::text);
    }
    if (documents.haveVectors()) {
      measure(phase + "Vector", table, 0, 1, TextTrial::vector);
      measure(phase + "Hybrid", table, 0, 1, TextTrial::hybrid);
    }
  }

  private void measure(String name, Table table, int first, int step, Asking asking) {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + times.phaseMillis() * 1_000_000L;
    while (System.nanoTime() < end) {
      for (int i = first; i < questions.size(); i += step) {
        long start = System.nanoTime();
        asking.hits(table, questions.get(i));
        latencies.add(System.nanoTime() - start);
      }
    }
    figures.put(name + "P50Micros", latencies.percentileMicros(50));
    figures.put(name + "P99Micros", latencies.percentileMicros(99));
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
