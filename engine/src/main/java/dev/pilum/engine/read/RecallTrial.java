package dev.pilum.engine.read;

import dev.pilum.RecallReport;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.engine.row.MultivectorCells;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.WorkerTeam;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Measures the recall of searches on a sample of a view's own rows, each leaving itself out: exact
 * search passes over it, a walk goes round its node. One run at a time.
 */
final class RecallTrial {
  /** So often is a row drawn, for each one wanted, until the sample stays smaller. */
  private static final int TRIES = 20;

  private final Reads reads;
  private final TableView view;
  private final Field field;
  private final int index;
  private final UnaryOperator<Search> how;

  /**
   * Prepares a measurement.
   *
   * @param how turns the search of the default settings into the one that is measured
   */
  RecallTrial(Reads reads, TableView view, String column, UnaryOperator<Search> how) {
    this.reads = reads;
    this.view = view;
    this.index = VectorTarget.indexOf(reads.schema(), column);
    this.field = reads.schema().fields().get(index);
    this.how = how;
  }

  /** Measures with up to {@code size} rows. */
  RecallReport run(int size, long seed, WorkerTeam team) {
    List<RowPlace> sample = sample(size, new SplittableRandom(seed));
    double[] recalls = new double[sample.size()];
    team.run(recalls.length, (piece, _) -> recalls[piece] = recall(sample.get(piece)));
    double[] known = Arrays.stream(recalls).filter(r -> !Double.isNaN(r)).toArray();
    if (known.length == 0) {
      throw new InvalidRequest(
          "no row of column '%s' has others near it to be found; nothing can be measured"
              .formatted(field.name()));
    }
    double mean = Arrays.stream(known).average().orElseThrow();
    double squares = 0;
    for (double recall : known) {
      squares += (recall - mean) * (recall - mean);
    }
    double error = Math.sqrt(squares) / known.length;
    return new RecallReport(mean, error, query(sample.getFirst()).k(), known.length, seed);
  }

  private List<RowPlace> sample(int size, SplittableRandom random) {
    long rows = view.sources().stream().mapToLong(SourceView::rowCount).sum();
    Set<Long> drawn = new HashSet<>();
    List<RowPlace> sample = new ArrayList<>();
    long left =
        TRIES * Math.min(size, rows); // of a sample larger than the table all rows are drawn
    for (; sample.size() < size && drawn.size() < rows && left > 0; left--) {
      long place = random.nextLong(rows);
      if (drawn.add(place)) {
        RowPlace row = row(place);
        if (canAsk(row)) {
          sample.add(row);
        }
      }
    }
    return sample;
  }

  private RowPlace row(long place) {
    long left = place;
    for (SourceView source : view.sources()) {
      if (left < source.rowCount()) {
        return new RowPlace(source, (int) left);
      }
      left -= source.rowCount();
    }
    throw new AssertionError("a place below the number of rows");
  }

  private boolean canAsk(RowPlace row) {
    SourceView source = row.source();
    boolean there =
        !source.dead().contains(row.ordinal())
            && !source.rows().column(index).isNull(row.ordinal());
    if (field.type() instanceof DataType.ListOf) {
      Column lists = source.rows().column(index);
      return there && lists.endOf(row.ordinal()) > lists.startOf(row.ordinal());
    }
    boolean inTheWay =
        source.source().vectorIndex(field.id()) instanceof HnswSearcher graph
            && row.ordinal() < graph.rowCount()
            && !graph.canLeaveOut(row.ordinal());
    return there && !inTheWay;
  }

  /** Returns the share of the rows found by exact search that the search found; NaN of none. */
  private double recall(RowPlace row) {
    SearchQuery query = query(row);
    List<Found> truth = ((SearchQuery) query.exact()).nearestTo(view, row);
    if (truth.isEmpty()) {
      return Double.NaN;
    }
    float farthest = truth.getLast().distance();
    long near =
        query.nearestTo(view, row).stream().filter(hit -> hit.distance() <= farthest).count();
    return Math.min(1, near / (double) truth.size());
  }

  private Search search(String column, @Nullable Object vector) {
    if (vector instanceof byte[] bytes) {
      return reads.search(column, bytes);
    }
    if (vector instanceof float[] coordinates) {
      return reads.search(column, coordinates);
    }
    if (vector instanceof List<?> several) {
      return reads.search(column, MultivectorCells.queries(field.type(), several));
    }
    throw new AssertionError("rows without a vector are not asked");
  }

  private SearchQuery query(RowPlace row) {
    String name = field.name();
    Row asking = RowReader.row(row.source().rows(), row.ordinal(), new int[] {index});
    Search search = how.apply(search(name, asking.get(name)));
    if (search instanceof SearchQuery query && query.isOf(reads)) {
      return query;
    }
    throw new InvalidRequest("the search to measure must be made from the one that is given");
  }
}
