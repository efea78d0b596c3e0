package dev.pilum.engine.read;

import dev.pilum.Order;
import dev.pilum.Plan;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says how a scan of one view runs, or ran, from the rows that were selected in the sources it
 * reaches.
 *
 * @param settings what was asked for
 * @param schema names the columns
 * @param view what is read
 * @param goal what becomes of the rows
 */
record ScanPlan(ScanSettings settings, Schema schema, TableView view, Goal goal) {
  /** What becomes of the rows that match. */
  sealed interface Goal {
    /** They are returned. */
    record Rows() implements Goal {}

    /** They are counted. */
    record Count() implements Goal {}

    /**
     * They are counted by the value of a column.
     *
     * @param column its name
     */
    record Groups(String column) implements Goal {}
  }

  /**
   * What was measured of a scan that ran.
   *
   * @param whole of all of it
   * @param read how many rows were read of each source that was reached, in order
   */
  record Measured(Plan.Actual whole, long[] read) {}

  /**
   * Returns the sources that the scan reaches, with the rows that match. One in the order of
   * writing ends with the source in which it has enough.
   */
  List<SourceRows> reach(Matches matches, QueryGuard guard, Stopwatch watch) {
    List<SourceRows> reached = new ArrayList<>();
    boolean mayEnd = goal instanceof Goal.Rows && settings.sample() < 0;
    boolean inOrder = settings.orders().isEmpty() || settings.limit() == 0;
    long missing = (long) settings.offset() + settings.limit();
    for (SourceView source : view.sources()) {
      if (mayEnd && inOrder && (settings.limit() == 0 || missing <= 0)) {
        return reached;
      }
      SourceRows rows = SourceRows.of(source, matches, guard, watch);
      missing -= rows.count();
      reached.add(rows);
    }
    return reached;
  }

  /**
   * Returns the plan.
   *
   * @param reached the sources that the scan reaches
   * @param measured what was measured if it ran, or {@code null}
   */
  Plan of(List<SourceRows> reached, @Nullable Measured measured) {
    long selected = reached.stream().mapToLong(SourceRows::count).sum();
    List<Plan> inputs = sources(reached, measured);
    long drawn = settings.sample() < 0 ? selected : Math.min(settings.sample(), selected);
    if (settings.sample() >= 0) {
      String how = settings.sample() + " rows, seed " + settings.seed();
      inputs = List.of(new Plan("sample", "", List.of(how), exactly(drawn), null, inputs));
    }
    return switch (goal) {
      case Goal.Rows r -> rows(drawn, inputs, measured);
      case Goal.Count c ->
          new Plan("count", "", List.of(version()), exactly(drawn), whole(measured), inputs);
      case Goal.Groups(String column) ->
          new Plan(
              "group count",
              column,
              List.of(version()),
              Plan.Rows.atMost(drawn),
              whole(measured),
              inputs);
    };
  }

  private Plan rows(long drawn, List<Plan> inputs, @Nullable Measured measured) {
    long most = Math.clamp(drawn - settings.offset(), 0, settings.limit());
    List<String> details = new ArrayList<>();
    details.add(columns());
    if (settings.offset() > 0) {
      details.add("passes over " + settings.offset());
    }
    if (settings.limit() < Integer.MAX_VALUE) {
      details.add("limit " + settings.limit());
    }
    details.add(version());
    boolean sorts = !settings.orders().isEmpty() && settings.limit() > 0;
    return new Plan(
        "scan",
        "",
        details,
        exactly(most),
        whole(measured),
        sorts ? List.of(sort(drawn, inputs)) : inputs);
  }

  private Plan sort(long drawn, List<Plan> inputs) {
    List<String> details = new ArrayList<>();
    for (Order order : settings.orders()) {
      String value = SqlFilters.print(order.value());
      String direction = order.direction() == Order.Direction.DESCENDING ? " DESC" : "";
      details.add(value + direction + " NULLS " + order.nulls());
    }
    long kept = Math.min(drawn, (long) settings.offset() + settings.limit());
    return new Plan("sort", "", details, exactly(kept), null, inputs);
  }

  private List<Plan> sources(List<SourceRows> reached, @Nullable Measured measured) {
    List<Plan> steps = new ArrayList<>();
    for (int i = 0; i < view.sources().size(); i++) {
      SourceView source = view.sources().get(i);
      if (source.rowCount() > 0) {
        steps.add(i < reached.size() ? source(i, reached.get(i), measured) : passed(source));
      }
    }
    return steps;
  }

  private Plan source(int place, SourceRows rows, @Nullable Measured measured) {
    boolean sorts = !settings.orders().isEmpty(); // then all of them are read
    Plan.Actual actual =
        measured == null || sorts ? null : new Plan.Actual(measured.read()[place], null, List.of());
    return new Plan(
        goal instanceof Goal.Count ? "count" : "read",
        SourceRows.name(rows.source()),
        List.of(String.format(Locale.ROOT, "%,d rows", rows.source().rowCount())),
        exactly(rows.count()),
        actual,
        rows.steps());
  }

  private static Plan passed(SourceView source) {
    return new Plan(
        "skip",
        SourceRows.name(source),
        List.of(String.format(Locale.ROOT, "%,d rows", source.rowCount()), "enough rows before it"),
        exactly(0),
        null,
        List.of());
  }

  private String columns() {
    if (settings.columns().isAll()) {
      return "all columns";
    }
    List<String> names = settings.columns().fields().stream().map(Field::name).toList();
    return String.join(" ", names);
  }

  private String version() {
    return "version " + view.version();
  }

  private static Plan.@Nullable Actual whole(@Nullable Measured measured) {
    return measured == null ? null : measured.whole();
  }

  private static Plan.Rows exactly(long rows) {
    return Plan.Rows.exactly(rows);
  }
}
