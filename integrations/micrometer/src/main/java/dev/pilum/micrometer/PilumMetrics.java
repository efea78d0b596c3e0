package dev.pilum.micrometer;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.TableEvent;
import dev.pilum.TableListener;
import dev.pilum.storage.error.PilumException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a database: {@code new PilumMetrics(database).bindTo(registry)}. All have the tag
 * {@code table}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>is</th><th>of</th></tr>
 * <tr><td>{@code pilum.opening}</td><td>timer</td><td>openings, with the replay of logs</td></tr>
 * <tr><td>{@code pilum.commits}</td><td>counter</td><td>commits</td></tr>
 * <tr><td>{@code pilum.commit.group}</td><td>timer</td><td>groups of commits that were forced together</td></tr>
 * <tr><td>{@code pilum.commit.rows}</td><td>counter</td><td>rows that commits brought</td></tr>
 * <tr><td>{@code pilum.log.bytes}</td><td>counter</td><td>bytes written to logs</td></tr>
 * <tr><td>{@code pilum.flush}, {@code pilum.merge}, {@code pilum.graph.build}</td><td>timers</td><td>upkeep</td></tr>
 * <tr><td>{@code pilum.flush.bytes}, {@code pilum.merge.bytes}, {@code pilum.graph.build.bytes}</td><td>counters</td><td>bytes of the files it wrote</td></tr>
 * <tr><td>{@code pilum.scrub}</td><td>timer</td><td>rounds of the scrub over the table</td></tr>
 * <tr><td>{@code pilum.scrub.bytes}, {@code pilum.scrub.problems}</td><td>counters</td><td>bytes it read; what it found wrong, again in each round</td></tr>
 * <tr><td>{@code pilum.query}</td><td>timer</td><td>queries that returned, by {@code kind}: vector, text, hybrid, batch, scan, count</td></tr>
 * <tr><td>{@code pilum.table.rows}</td><td>gauge</td><td>live rows</td></tr>
 * <tr><td>{@code pilum.table.disk.bytes}</td><td>gauge</td><td>bytes of files</td></tr>
 * <tr><td>{@code pilum.table.unflushed.bytes}</td><td>gauge</td><td>about what a crash would have replayed</td></tr>
 * </table>
 *
 * <p>Gauges are there from a table's first event on, and not a number once the database is closed.
 */
public final class PilumMetrics implements MeterBinder {
  private static final String TABLE = "table";

  private final Database database;

  /** Makes the metrics of a database, which is not the metrics' to close. */
  public PilumMetrics(Database database) {
    this.database = database;
  }

  /** Has {@code registry} told what tables do from now on, as long as the database is open. */
  @Override
  public void bindTo(MeterRegistry registry) {
    database.addListener(new Meters(database, registry));
  }

  /** Translates events for one registry. */
  private static final class Meters implements TableListener {
    private final Database database;
    private final MeterRegistry registry;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Meters(Database database, MeterRegistry registry) {
      this.database = database;
      this.registry = registry;
    }

    @Override
    public void happened(TableEvent event) {
      Tags tags = Tags.of(TABLE, event.table());
      if (known.add(event.table())) {
        addGauges(event.table(), tags);
      }
      switch (event) {
        case TableEvent.Opening e -> time("pilum.opening", tags, e);
        case TableEvent.CommitGroup e -> committed(tags, e);
        case TableEvent.Flush e -> upkeep("pilum.flush", tags, e, e.bytes());
        case TableEvent.Merge e -> upkeep("pilum.merge", tags, e, e.bytes());
        case TableEvent.GraphBuild e -> upkeep("pilum.graph.build", tags, e, e.bytes());
        case TableEvent.Scrub e -> scrubbed(tags, e);
        case TableEvent.Query e ->
            time("pilum.query", tags.and("kind", e.kind().name().toLowerCase(Locale.ROOT)), e);
      }
    }

    private void committed(Tags tags, TableEvent.CommitGroup event) {
      time("pilum.commit.group", tags, event);
      registry.counter("pilum.commits", tags).increment(event.commits());
      registry.counter("pilum.commit.rows", tags).increment((double) event.rows());
      registry.counter("pilum.log.bytes", tags).increment((double) event.logBytes());
    }

    private void upkeep(String name, Tags tags, TableEvent event, long bytes) {
      time(name, tags, event);
      registry.counter(name + ".bytes", tags).increment((double) bytes);
    }

    private void scrubbed(Tags tags, TableEvent.Scrub event) {
      upkeep("pilum.scrub", tags, event, event.bytes());
      registry.counter("pilum.scrub.problems", tags).increment(event.problems().size());
    }

    private void time(String name, Tags tags, TableEvent event) {
      registry.timer(name, tags).record(event.nanos(), TimeUnit.NANOSECONDS);
    }

    private void addGauges(String table, Tags tags) {
      addGauge("pilum.table.rows", BaseUnits.ROWS, table, tags, Table::count);
      addGauge("pilum.table.disk.bytes", BaseUnits.BYTES, table, tags, t -> t.stats().diskBytes());
      addGauge(
          "pilum.table.unflushed.bytes",
          BaseUnits.BYTES,
          table,
          tags,
          t -> t.stats().upkeep().unflushedBytes());
    }

    private void addGauge(
        String name, String unit, String table, Tags tags, ToDoubleFunction<Table> value) {
      Gauge.builder(name, database, db -> valueOf(db, table, value))
          .tags(tags)
          .baseUnit(unit)
          .strongReference(true)
          .register(registry);
    }

    private static double valueOf(Database db, String table, ToDoubleFunction<Table> value) {
      try {
        return value.applyAsDouble(db.openTable(table));
      } catch (PilumException e) {
        return Double.NaN; // closed, or the table is gone
      }
    }
  }
}
