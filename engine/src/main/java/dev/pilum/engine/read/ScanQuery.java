package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.Group;
import dev.pilum.Order;
import dev.pilum.Plan;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.engine.read.ScanPlan.Goal;
import dev.pilum.engine.record.RecordRows;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan under construction. Immutable. */
final class ScanQuery implements Scan {
  private final Reads reads;
  private final ScanSettings settings;

  /** Starts with all rows and all columns. */
  ScanQuery(Reads reads) {
    this(reads, ScanSettings.of(Projection.all(reads.schema())));
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
    return with(settings.withColumns(Projection.of(reads.schema(), names)));
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
    List<Row> rows = new ArrayList<>();
    forEach(
        (source, ordinal) -> rows.add(RowReader.row(source.rows(), ordinal, settings.columns())));
    return rows;
  }

  @Override
  public <R extends Record> List<R> records(Class<R> type) {
    int[] columns = settings.columns();
    List<R> records = new ArrayList<>();
    forEach((source, ordinal) ->
        records.add(RecordRows.fromRow(RowReader.row(source.rows(), ordinal, columns), type)));
    return List.copyOf(records);
  }

  @Override
  public Batch batch() {
    int[] columns = settings.columns();
    List<Field> fields = new ArrayList<>(columns.length);
    List<ColumnBuilder> builders = new ArrayList<>(columns.length);
    for (int column : columns) {
      Field field = reads.schema().fields().get(column);
      fields.add(field);
      builders.add(ColumnBuilder.of(field.type(), Allocator.heap()));
    }
    int[] count = new int[1];
    forEach((source, ordinal) -> {
      for (int i = 0; i < columns.length; i++) {
        builders.get(i).appendRow(source.rows().column(columns[i]), ordinal);
      }
      count[0]++;
    });
    return Batch.wrap(
        new RecordBatch(fields, count[0], builders.stream().map(ColumnBuilder::view).toList()));
  }

  @Override
  public long count() {
    ScanRun run = run();
    return reads.with(run::count);
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
            RowReader.row(source.rows(), ordinal, settings.columns());
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
    return reads.with(view -> {
      run.forEachMatch(view, groups::add);
      return groups;
    });
  }

  private void forEach(ScanRun.RowConsumer consumer) {
    ScanRun run = run();
    reads.with(view -> {
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
