package dev.pilum.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.TableEvent;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that a registry looks at. */
class PilumMetricsTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.L2).build();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void metersCountWhatTablesDo(@TempDir Path folder) {
    try (Database database = Database.open(folder)) {
      new PilumMetrics(database).bindTo(registry);
      Table table = database.createTable("docs", SCHEMA);
      table.add(List.of(row(1), row(2)));
      table.upsert(row(2));
      table.flush();
      assertThat(table.search("v", new float[2]).hits()).hasSize(2);
      assertThat(registry.get("pilum.opening").tag("table", "docs").timer().count()).isEqualTo(1);
      assertThat(registry.get("pilum.commits").counter().count()).isEqualTo(2);
      assertThat(registry.get("pilum.commit.rows").counter().count()).isEqualTo(3);
      assertThat(registry.get("pilum.log.bytes").counter().count()).isGreaterThan(3 * 16);
      assertThat(registry.get("pilum.flush").timer().count()).isEqualTo(1);
      assertThat(registry.get("pilum.flush.bytes").counter().count()).isPositive();
      assertThat(registry.get("pilum.query").tag("kind", "vector").timer().count()).isEqualTo(1);
      assertThat(registry.get("pilum.table.rows").gauge().value()).isEqualTo(2);
      assertThat(registry.get("pilum.table.disk.bytes").gauge().value())
          .isEqualTo((double) table.stats().diskBytes());
      assertThat(registry.get("pilum.table.unflushed.bytes").gauge().value()).isZero();
    }
    assertThat(registry.get("pilum.table.rows").gauge().value()).isNaN();
  }

  @Test
  void aScrubIsCounted(@TempDir Path folder) throws InterruptedException {
    CountDownLatch scrubbed = new CountDownLatch(1);
    DatabaseOptions options = DatabaseOptions.DEFAULT.withScrubEvery(Duration.ofMillis(1));
    try (Database database = Database.open(folder, options)) {
      new PilumMetrics(database).bindTo(registry);
      database.addListener(event -> {
        if (event instanceof TableEvent.Scrub scrub && scrub.files() > 0) {
          scrubbed.countDown();
        }
      });
      Table table = database.createTable("docs", SCHEMA);
      table.add(List.of(row(1), row(2)));
      table.flush();
      assertThat(scrubbed.await(60, TimeUnit.SECONDS)).as("a scrub of the segment").isTrue();
      assertThat(registry.get("pilum.scrub").tag("table", "docs").timer().count()).isPositive();
      assertThat(registry.get("pilum.scrub.bytes").counter().count()).isPositive();
      assertThat(registry.get("pilum.scrub.problems").counter().count()).isZero();
    }
  }

  private static Row row(long id) {
    return Row.of("id", id, "v", new float[] {id, 0});
  }
}
