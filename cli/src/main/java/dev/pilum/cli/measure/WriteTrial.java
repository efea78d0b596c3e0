package dev.pilum.cli.measure;

import dev.pilum.Batch;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.output.Progress;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures durable writes into a new database. Disks vary from minute to minute, so a single upsert
 * and a bare force of as many bytes take turns, and only their ratio is a claim.
 */
public final class WriteTrial {
  private static final int DIMENSION = 128;
  private static final String TEXT = "Sixty characters of text stand for a title or a short line.";
  private static final int THREADS = 8;
  private static final int BULK_ROUNDS = 5;

  /** Key, coordinates and text. */
  private static final int ROW_BYTES = 8 + 4 * DIMENSION + 60;

  /**
   * No graphs: building one takes many seconds of background work, which would slow the measurement
   * that comes next.
   */
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(Integer.MAX_VALUE);

  private static final long SEED = 0x5EED;

  private final Path folder;
  private final int upserts;
  private final int bulkRows;
  private final PrintWriter err;
  private final float[] pool;

  /** Prepares a trial in a folder that is there and empty. */
  public WriteTrial(Path folder, int upserts, int bulkRows, PrintWriter err) {
    this.folder = folder;
    this.upserts = upserts;
    this.bulkRows = bulkRows;
    this.err = err;
    SplittableRandom random = new SplittableRandom(SEED);
    this.pool = new float[bulkRows * DIMENSION];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = random.nextFloat() - 0.5f;
    }
  }

  /** Runs everything and returns the figures by name. */
  public Map<String, Object> run() throws IOException {
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Database db = Database.open(folder.resolve("db"), OPTIONS);
        BareLog log = new BareLog(folder.resolve("bare.log"), ROW_BYTES)) {
      singles(db.createTable("singles", schema()), log, figures);
      together(db.createTable("together", schema()), figures);
      bulk(db, figures);
    }
    return figures;
  }

  private static Schema schema() {
    return Schema.builder()
        .key("id", Types.int64())
        .vector("embedding", DIMENSION, Metric.COSINE)
        .field("title", Types.utf8())
        .build();
  }

  private void singles(Table table, BareLog log, Map<String, Object> figures) throws IOException {
    Progress progress = Progress.start(err, "single upserts", 2L * upserts);
    Latencies bare = new Latencies();
    Latencies durable = new Latencies();
    for (int i = -upserts / 4; i < upserts; i++) {
      long start = System.nanoTime();
      log.append();
      long between = System.nanoTime();
      table.upsert(row(i));
      long end = System.nanoTime();
      if (i >= 0) {
        bare.add(between - start);
        durable.add(end - between);
        progress.advance(2);
      }
    }
    progress.wipe();
    figures.put("rowBytes", ROW_BYTES);
    figures.put("bareForceP50Micros", bare.percentileMicros(50));
    figures.put("upsertP50Micros", durable.percentileMicros(50));
    figures.put("upsertP99Micros", durable.percentileMicros(99));
    figures.put(
        "upsertToBareForce", rounded(durable.percentileMicros(50) / bare.percentileMicros(50)));
  }

  private void together(Table table, Map<String, Object> figures) {
    double alone = upsertsPerSecond(table, 1);
    double together = upsertsPerSecond(table, THREADS);
    figures.put("upsertsPerSecond1Thread", Math.round(alone));
    figures.put("upsertsPerSecond8Threads", Math.round(together));
    figures.put("threads8To1", rounded(together / alone));
  }

  private double upsertsPerSecond(Table table, int threads) {
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      var writers =
          IntStream.range(0, threads)
              .mapToObj(t -> executor.submit(() -> upsertRange(table, t * upserts)))
              .toList();
      for (Future<?> writer : writers) {
        writer.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return threads * (double) upserts * 1e9 / (System.nanoTime() - start);
  }

  private void upsertRange(Table table, int from) {
    for (int i = from; i < from + upserts; i++) {
      table.upsert(row(i));
    }
  }

  /**
   * Adds the same rows to one new table after another, taking turns with a bare write and force of
   * as many bytes. The medians, since disks have moods, and the first, which finds cold code and
   * memory that the system has yet to find: a virtual machine may need 3 ms for each new MiB. File
   * and table are deleted each time, so that both use the same memory again.
   */
  private void bulk(Database db, Map<String, Object> figures) throws IOException {
    double[] rowsPerSecond = new double[BULK_ROUNDS];
    double[] bare = new double[BULK_ROUNDS];
    for (int round = 0; round < BULK_ROUNDS; round++) {
      bare[round] = bareRowsPerSecond(folder.resolve("bare-bulk" + round));
      rowsPerSecond[round] = bulkRowsPerSecond(db.createTable("bulk" + round, schema()));
      db.dropTable("bulk" + round);
    }
    double first = rowsPerSecond[0];
    Arrays.sort(rowsPerSecond);
    Arrays.sort(bare);
    double median = rowsPerSecond[BULK_ROUNDS / 2];
    figures.put("bulkRows", bulkRows);
    figures.put("bulkRowsPerSecond", Math.round(median));
    figures.put("firstBulkRowsPerSecond", Math.round(first));
    figures.put("bareBulkRowsPerSecond", Math.round(bare[BULK_ROUNDS / 2]));
    figures.put("bulkToBareForce", rounded(bare[BULK_ROUNDS / 2] / median));
  }

  private double bareRowsPerSecond(Path file) throws IOException {
    try (BareLog log = new BareLog(file, Math.multiplyExact(ROW_BYTES, bulkRows))) {
      long start = System.nanoTime();
      log.append();
      return bulkRows * 1e9 / (System.nanoTime() - start);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private double bulkRowsPerSecond(Table table) {
    long[] keys = IntStream.range(0, bulkRows).asLongStream().toArray();
    String[] titles = new String[bulkRows];
    Arrays.fill(titles, TEXT);
    Batch batch =
        table
            .newBatch()
            .longs("id", keys)
            .vectors("embedding", pool)
            .strings("title", titles)
            .build();
    long start = System.nanoTime();
    table.add(batch);
    long nanos = System.nanoTime() - start;
    table.awaitUpkeep();
    return bulkRows * 1e9 / nanos;
  }

  private Row row(int number) {
    float[] vector = new float[DIMENSION];
    int from = Math.floorMod(number, bulkRows) * DIMENSION;
    System.arraycopy(pool, from, vector, 0, DIMENSION);
    return Row.of("id", (long) number, "embedding", vector, "title", TEXT);
  }

  private static double rounded(double ratio) {
    return Math.round(ratio * 100) / 100.0;
  }
}
