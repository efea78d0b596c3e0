package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.Group;
import dev.pilum.Order;
import dev.pilum.Plan;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Selected;
import dev.pilum.TableEvent.QueryKind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.read.ScanPlan.Goal;
import dev.pilum.engine.record.RecordRows;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.arrow.ArrowForm;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan under construction. Immutable. */
final class ScanQuery implements Scan {
  /** As many as are computed at once; more would only take memory. */
  private static final int ROWS_COMPUTED_TOGETHER = 4_096;

  private final Reads reads;
  private final ScanSettings settings;

  /** Starts with all rows and all columns. */
  ScanQuery(Reads reads) {
    this(reads, ScanSettings.of(reads.all()));
  }

  private ScanQuery(Reads reads, ScanSettings settings) {
    this.reads = reads;
    this.settings = settings;
  }

  @Override
  public Scan where(Filter more) {
    return with(settings.with(more));
  }

  @Override
  public Scan where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public Scan where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public Scan select(String... names) {
    return with(settings.withColumns(reads.select(names)));
  }

  @Override
  public Scan select(List<Selected> values) {
    return with(settings.withColumns(Projection.of(reads.schema(), values)));
  }

  @Override
  public Scan orderBy(Order... orders) {
    return with(settings.withOrders(List.of(orders)));
  }

  @Override
  public Scan sample(int rows, long seed) {
    if (rows < 0) {
      throw new InvalidRequest("a sample must not be negative, got " + rows);
    }
    return with(settings.withSample(rows, seed));
  }

  @Override
  public Scan limit(int rows) {
    if (rows < 0) {
      throw new InvalidRequest("limit must not be negative, got " + rows);
    }
    return with(settings.withLimit(rows));
  }

  @Override
  public Scan offset(int rows) {
    if (rows < 0) {
      throw new InvalidRequest("offset must not be negative, got " + rows);
    }
    return with(settings.withOffset(rows));
  }

  @Override
  public Scan timeout(Duration most) {
    return with(settings.withTimeout(QueryGuard.checked(most)));
  }

  @Override
  public List<Row> rows() {
    Projection columns = settings.columns();
    if (columns.computed() != null) {
      return computedRows();
    }
    List<Row> rows = new ArrayList<>();
    forEach((source, ordinal) -> rows.add(columns.row(source, ordinal)));
    return rows;
  }

  /** Computes many rows' values together. */
  private List<Row> computedRows() {
    Span span = reads.begin();
    List<Row> rows = new ArrayList<>();
    try (BatchReader batches = batches(ROWS_COMPUTED_TOGETHER)) {
      while (batches.hasNext()) {
        RecordBatch batch = batches.next().columns();
        for (int row = 0; row < batch.rowCount(); row++) {
          rows.add(settings.columns().row(batch, row));
        }
      }
    }
    reads.end(span, QueryKind.SCAN);
    return rows;
  }

  @Override
  public <R extends Record> List<R> records(Class<R> type) {
    return rows().stream().map(row -> RecordRows.fromRow(row, type)).toList();
  }

  @Override
  public Batch batch() {
    BatchAssembler batch = new BatchAssembler(settings.columns());
    forEach(batch::add);
    return batch.batch();
  }

  @Override
  public BatchReader batches(int rows) {
    if (rows < 1) {
      throw new InvalidRequest("a batch has at least 1 row, got " + rows);
    }
    QueryGuard guard = reads.guard(settings.timeout());
    ScanRun run = new ScanRun(settings, reads.schema(), guard);
    TableView view = reads.acquire();
    BatchReader batches = null;
    try {
      batches = new ScanBatches(settings.columns(), rows, view, run.cursor(view), guard);
      return batches;
    } catch (RuntimeException | AssertionError e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      if (batches == null) {
        view.release();
      }
    }
  }

  @Override
  public long writeArrowFile(OutputStream target) {
    return write(target, ArrowForm.FILE);
  }

  @Override
  public long writeArrowStream(OutputStream target) {
    return write(target, ArrowForm.STREAM);
  }

  private long write(OutputStream target, ArrowForm form) {
    try (BatchReader batches = batches(ArrowExport.BATCH_ROWS)) {
      return ArrowExport.write(batches, reads.schema().key(), target, form);
    }
  }

  @Override
  public long count() {
    ScanRun run = run();
    return reads.answer(QueryKind.COUNT, run::count);
  }

  @Override
  public long countDistinct(String column) {
    return grouped(column).values();
  }

  @Override
  public List<Group> groupCount(String column) {
    return grouped(column).groups();
  }

  @Override
  public Plan explain() {
    return explained(new Goal.Rows());
  }

  @Override
  public Plan explainCount() {
    return explained(new Goal.Count());
  }

  @Override
  public Plan explainGroupCount(String column) {
    new ValueGroups(reads.schema(), column); // refuses columns that cannot be grouped by
    return explained(new Goal.Groups(column));
  }

  @Override
  public Plan explainAnalyze() {
    QueryGuard guard = reads.guard(settings.timeout());
    Stopwatch watch = reads.stopwatch();
    long start = watch.nanos();
    Matches matches = Matches.of(settings.filter(), reads.schema());
    return reads.with(view -> {
      ScanPlan plan = new ScanPlan(settings, reads.schema(), view, new Goal.Rows());
      List<SourceRows> reached = plan.reach(matches, guard, watch);
      ScanRun run = new ScanRun(settings, reads.schema(), guard, reached);
      long[] read = new long[reached.size()];
      run.forEach(
          view,
          (source, ordinal) -> {
            settings.columns().row(source, ordinal);
            read[view.sources().indexOf(source)]++;
          });
      long rows = Arrays.stream(read).sum();
      return plan.of(reached, new ScanPlan.Measured(watch.since(start, rows), read));
    });
  }

  private Plan explained(Goal goal) {
    QueryGuard guard = reads.guard(settings.timeout());
    Matches matches = Matches.of(settings.filter(), reads.schema());
    return reads.with(view -> {
      ScanPlan plan = new ScanPlan(settings, reads.schema(), view, goal);
      return plan.of(plan.reach(matches, guard, Stopwatch.OFF), null);
    });
  }

  private ValueGroups grouped(String column) {
    ScanRun run = run();
    ValueGroups groups = new ValueGroups(reads.schema(), column);
    return reads.answer(
        QueryKind.COUNT,
        view -> {
          run.forEachMatch(view, groups::add);
          return groups;
        });
  }

  private void forEach(ScanRun.RowConsumer consumer) {
    ScanRun run = run();
    reads.answer(
        QueryKind.SCAN,
        view -> {
          run.forEach(view, consumer);
          return view;
        });
  }

  private ScanRun run() {
    return new ScanRun(settings, reads.schema(), reads.guard(settings.timeout()));
  }

  private Scan with(ScanSettings changed) {
    return new ScanQuery(reads, changed);
  }
}
