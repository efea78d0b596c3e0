package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints how fast a large mapped table is searched with a small heap beside a large one, and what
 * its files take for each row. Arguments: a folder, where the table is made unless it is there
 * already; rows; seconds to search each time. Each heap is a JVM of its own, in turn, and the page
 * cache is warm: figures are of the last third of the time.
 */
public final class SmallHeapReport {
  private static final int DIMENSION = 128;
  private static final int CLUSTERS = 1000;
  private static final int BATCH = 20_000;
  private static final int QUERIES = 5_000;
  private static final int CHECKED = 100;
  private static final long SEED = 0x5EED;
  private static final String TABLE = "vectors";
  private static final String NUMBER = "number";
  private static final String VECTOR = "vector";
  private static final List<String> HEAPS = List.of("6g", "256m", "6g", "256m");

  private SmallHeapReport() {}

  /** Runs the report, or with a first argument more one part of it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 4) {
      part(arguments[0], Path.of(arguments[1]), arguments[2], arguments[3]);
      return;
    }
    if (arguments.length != 3) {
      throw new IllegalArgumentException("give a folder, rows, and seconds to search each time");
    }
    Path folder = Path.of(arguments[0]);
    System.out.printf(
        "%s rows of %d float32 components, L2, seed %#x, JVM %s%n",
        arguments[1], DIMENSION, SEED, Runtime.version());
    if (!Files.exists(folder)) {
      inHeapOf("3g", "build", arguments);
    }
    System.out.println(sizes(folder, Integer.parseInt(arguments[1])));
    for (String heap : HEAPS) {
      inHeapOf(heap, "search", arguments);
    }
  }

  private static void part(String name, Path folder, String rows, String seconds) {
    switch (name) {
      case "build" -> build(folder, Integer.parseInt(rows));
      case "search" -> System.out.println(line(folder, Double.parseDouble(seconds)));
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static void inHeapOf(String heap, String part, String[] arguments)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeapReport.class.getName(),
            part,
            arguments[0],
            arguments[1],
            arguments[2]);
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          "%s in a heap of %s ended with %d".formatted(part, heap, status));
    }
  }

  /** Makes the table, in one segment. */
  static void build(Path folder, int rows) {
    DatabaseOptions options =
        DatabaseOptions.DEFAULT.withGraphMinimumRows(
            Math.min(rows, DatabaseOptions.DEFAULT.graphMinimumRows()));
    Schema schema =
        Schema.builder().field(NUMBER, Types.int32()).vector(VECTOR, DIMENSION, Metric.L2).build();
    try (Database db = Database.open(folder, options)) {
      Table table = db.createTable(TABLE, schema);
      for (int from = 0; from < rows; from += BATCH) {
        add(table, from, Math.min(BATCH, rows - from));
      }
      table.optimize();
    }
  }

  private static void add(Table table, int from, int count) {
    float[][] vectors = ClusteredVectors.rows(count, DIMENSION, CLUSTERS, SEED + from);
    float[] coordinates = new float[count * DIMENSION];
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = from + i;
      System.arraycopy(vectors[i], 0, coordinates, i * DIMENSION, DIMENSION);
    }
    table.add(table.newBatch().ints(NUMBER, numbers).vectors(VECTOR, coordinates).build());
  }

  /** Returns what the graphs and all files take for each row. */
  static String sizes(Path folder, int rows) throws IOException {
    long graphs = 0;
    long all = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all += Files.size(file);
        graphs += file.getFileName().toString().startsWith("hnsw-") ? Files.size(file) : 0;
      }
    }
    return "graph with codes %.1f bytes a row, all files %.1f, vectors alone %d"
        .formatted(graphs / (double) rows, all / (double) rows, 4 * DIMENSION);
  }

  /** Searches with this JVM's heap; returns what came of it. */
  static String line(Path folder, double seconds) {
    float[][] queries = ClusteredVectors.rows(QUERIES, DIMENSION, CLUSTERS, SEED - 1);
    try (Database db = Database.openReadOnly(folder)) {
      Table table = db.openTable(TABLE);
      double recall = recall(table, queries);
      searchFor(table, queries, seconds * 2 / 3);
      double[] sorted = searchFor(table, queries, seconds / 3);
      return "heap of %d MiB: recall@10 %.3f, %d searches, p50 %.0f us, p99 %.0f us"
          .formatted(
              Runtime.getRuntime().maxMemory() >> 20,
              recall,
              sorted.length,
              sorted[sorted.length / 2],
              sorted[sorted.length * 99 / 100]);
    }
  }

  /** Returns how many microseconds each search took, ascending. */
  private static double[] searchFor(Table table, float[][] queries, double seconds) {
    List<Double> micros = new ArrayList<>();
    long begin = System.nanoTime();
    int next = 0;
    do {
      long start = System.nanoTime();
      search(table, queries[next++ % queries.length], false);
      micros.add((System.nanoTime() - start) / 1e3);
    } while (System.nanoTime() - begin < seconds * 1e9);
    return micros.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double recall(Table table, float[][] queries) {
    long right = 0;
    long wanted = 0;
    for (float[] query : Arrays.copyOf(queries, CHECKED)) {
      List<Integer> truth = search(table, query, true);
      wanted += truth.size();
      right += search(table, query, false).stream().filter(truth::contains).count();
    }
    return right / (double) wanted;
  }

  private static List<Integer> search(Table table, float[] query, boolean exactly) {
    var search = table.search(VECTOR, query).select(NUMBER);
    List<Integer> numbers = new ArrayList<>();
    for (Hit hit : (exactly ? search.exact() : search).hits()) {
      numbers.add((Integer) hit.row().get(NUMBER));
    }
    return numbers;
  }
}
