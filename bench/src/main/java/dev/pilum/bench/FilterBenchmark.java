package dev.pilum.bench;

import dev.pilum.Batch;
import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts the rows of a table on disk that match a filter: by reading a column whose values are all
 * over the place, by zone maps of one whose values rise, and by each kind of index. The data set
 * "readings" is made from a seed: rising times, even numbers, parts from 0 to 999, and tags that
 * one row in two, ten, a hundred and a thousand has.
 */
public class FilterBenchmark extends AverageBenchmark {
  private static final long SEED = 0x5EED;
  private static final int BATCH = 20_000;

  /** What answers. */
  public enum By {
    /** A column of int32. */
    COLUMN,
    /** Zone maps of a column of int64. */
    ZONES,
    /** An ordered index of the column of int32. */
    ORDERED,
    /** A column of int16 with a thousand values. */
    FEW_VALUES_COLUMN,
    /** A bitmap index of that column. */
    BITMAP,
    /** A column of lists of text. */
    TAGS_COLUMN,
    /** A label list index of that column. */
    LABEL_LIST
  }

  /** What answers. */
  @Param By by;

  /** Rows in the table, all in one segment. */
  @Param("1000000")
  int rowCount;

  /** The share of rows that match: 0.5, 0.1, 0.01 or 0.001. */
  @Param({"0.001", "0.01", "0.1", "0.5"})
  double selectivity;

  private Path folder;
  private Database database;
  private Table table;
  private Filter filter;

  /** Writes the table, and checks that about as many rows match as should. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    database = Database.open(folder);
    table = database.createTable("readings", schema());
    write();
    switch (by) {
      case ORDERED -> table.createIndex("number", ScalarIndex.ORDERED);
      case BITMAP -> table.createIndex("part", ScalarIndex.BITMAP);
      case LABEL_LIST -> table.createIndex("tags", ScalarIndex.LABEL_LIST);
      case COLUMN, ZONES, FEW_VALUES_COLUMN, TAGS_COLUMN -> {}
    }
    table.optimize();
    filter = filter();
    double found = (double) count() / rowCount;
    if (Math.abs(found - selectivity) > 0.2 * selectivity + 10.0 / rowCount) {
      throw new IllegalStateException("a share of " + found + " matches");
    }
  }

  private static Schema schema() {
    return Schema.builder()
        .field("at", Types.int64())
        .field("number", Types.int32())
        .field("part", Types.int16())
        .field("tags", Types.list(Types.utf8()))
        .build();
  }

  private void write() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int from = 0; from < rowCount; from += BATCH) {
      int rows = Math.min(rowCount - from, BATCH);
      int first = from;
      List<List<String>> tags = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        tags.add(tags(random));
      }
      Batch batch =
          table
              .newBatch()
              .longs("at", IntStream.range(0, rows).mapToLong(i -> (first + i) * 1_000L).toArray())
              .ints("number", random.ints(rows, 0, rowCount).toArray())
              .ints("part", random.ints(rows, 0, 1_000).toArray())
              .values("tags", tags)
              .build();
      table.add(batch);
    }
  }

  private static List<String> tags(SplittableRandom random) {
    List<String> tags = new ArrayList<>();
    for (int oneIn : new int[] {2, 10, 100, 1_000}) {
      if (random.nextInt(oneIn) == 0) {
        tags.add("one-in-" + oneIn);
      }
    }
    return tags;
  }

  private Filter filter() {
    long rows = Math.round(rowCount * selectivity);
    return switch (by) {
      case COLUMN, ORDERED -> Filters.lt("number", rows);
      case ZONES -> Filters.between("at", 0, (rows - 1) * 1_000L);
      case FEW_VALUES_COLUMN, BITMAP -> Filters.lt("part", Math.round(1_000 * selectivity));
      case TAGS_COLUMN, LABEL_LIST -> Filters.has("tags", "one-in-" + Math.round(1 / selectivity));
    };
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    database.close();
    BenchFolder.delete(folder);
  }

  /** One count. */
  @Benchmark
  public long count() {
    return table.count(filter);
  }
}
