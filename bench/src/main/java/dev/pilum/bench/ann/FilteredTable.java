package dev.pilum.bench.ann;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.cli.ann.FilterRequest;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A table of vectors with two columns to filter by, each with every number from 0 to the number of
 * rows once, so that a bound accepts exactly as many rows: one shuffled, one by how near the row is
 * to the first.
 */
final class FilteredTable implements AutoCloseable {
  /** The column whose numbers have nothing to do with the vectors. */
  static final String RANDOM = "random";

  /** The column whose numbers are ranks by nearness to the first row. */
  static final String NEAR = "near";

  private static final String NUMBER = "number";
  private static final String VECTOR = "vector";
  private static final String TABLE = "filtered";
  private static final int BATCH = 4_096;
  private static final long SEED = 0x5EED;

  private final Database db;
  private final Table table;

  private FilteredTable(Database db) {
    this.db = db;
    this.table = db.openTable(TABLE);
  }

  /** Writes, closes and opens the table; small ones get a graph too. */
  static FilteredTable of(FilterRequest request) {
    float[][] rows = request.base();
    DatabaseOptions options =
        DatabaseOptions.DEFAULT.withGraphMinimumRows(
            Math.min(rows.length, DatabaseOptions.DEFAULT.graphMinimumRows()));
    Path folder = request.folder().resolve("pilum");
    try (Database db = Database.open(folder, options)) {
      Table table = db.createTable(TABLE, schema(rows[0].length, request.metric()));
      int[] random = shuffled(rows.length);
      int[] near = ranksByNearness(rows, request.metric());
      for (int from = 0; from < rows.length; from += BATCH) {
        add(table, rows, random, near, from, Math.min(rows.length, from + BATCH));
      }
      table.optimize();
    }
    return new FilteredTable(Database.open(folder, options));
  }

  private static Schema schema(int dimension, Metric metric) {
    return Schema.builder()
        .field(NUMBER, Types.int32())
        .field(RANDOM, Types.int32())
        .field(NEAR, Types.int32())
        .vector(VECTOR, dimension, metric)
        .build();
  }

  private static void add(Table table, float[][] rows, int[] random, int[] near, int from, int to) {
    int dimension = rows[0].length;
    int[] numbers = new int[to - from];
    float[] coordinates = new float[numbers.length * dimension];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from + i;
      System.arraycopy(rows[from + i], 0, coordinates, i * dimension, dimension);
    }
    table.add(
        table
            .newBatch()
            .ints(NUMBER, numbers)
            .ints(RANDOM, Arrays.copyOfRange(random, from, to))
            .ints(NEAR, Arrays.copyOfRange(near, from, to))
            .vectors(VECTOR, coordinates)
            .build());
  }

  /** Returns the numbers of the ten nearest rows that match, of all rows without a filter. */
  int[] search(float[] query, @Nullable Filter filter) {
    return numbers(filtered(query, filter));
  }

  /** As {@link #search}, by comparing with every row. */
  int[] exactly(float[] query, @Nullable Filter filter) {
    return numbers(filtered(query, filter).exact());
  }

  /** Returns how a search with this filter would run. */
  String explain(float[] query, @Nullable Filter filter) {
    return filtered(query, filter).explain().toString();
  }

  /** Returns the filter that accepts so many rows. */
  static Filter below(String column, int rows) {
    return Filters.lt(column, rows);
  }

  @Override
  public void close() {
    db.close();
  }

  private Search filtered(float[] query, @Nullable Filter filter) {
    Search search = table.search(VECTOR, query).select(NUMBER);
    return filter == null ? search : search.where(filter);
  }

  private static int[] numbers(Search search) {
    List<Hit> hits = search.hits();
    int[] numbers = new int[hits.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = hits.get(i).row().get(NUMBER) instanceof Number number ? number.intValue() : -1;
    }
    return numbers;
  }

  private static int[] shuffled(int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = kept;
    }
    return numbers;
  }

  private static int[] ranksByNearness(float[][] rows, Metric metric) {
    Integer[] byDistance = new Integer[rows.length];
    double[] distances = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      byDistance[row] = row;
      distances[row] = distance(rows[0], rows[row], metric);
    }
    Arrays.sort(byDistance, Comparator.comparingDouble(row -> distances[row]));
    int[] ranks = new int[rows.length];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[byDistance[rank]] = rank;
    }
    return ranks;
  }

  private static double distance(float[] a, float[] b, Metric metric) {
    double dot = 0;
    double squares = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      squaresOfB += (double) b[i] * b[i];
    }
    return switch (metric) {
      case L2 -> squares;
      case DOT -> -dot;
      case HAMMING -> throw VectorSet.noBits();
      case COSINE -> squaresOfB == 0 ? 0 : -dot / Math.sqrt(squaresOfB);
    };
  }
}
