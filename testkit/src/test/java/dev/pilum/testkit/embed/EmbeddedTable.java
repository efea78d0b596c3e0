package dev.pilum.testkit.embed;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;

/** A table of titles and bodies whose vectors a {@link CountingModel} makes, in memory. */
final class EmbeddedTable implements AutoCloseable {
  static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("title", Types.utf8())
          .field("body", Types.utf8())
          .vector("v", 2, Metric.COSINE, Embedding.of("counting", "title", "body").withBatchSize(4))
          .build();

  final SimulatedEnv env = SimulatedEnv.inline(new SimulatedFileStore(1), 1);
  final CountingModel model = new CountingModel();
  private Database database = Database.open(env, DatabaseOptions.DEFAULT);
  Table table = database.createTable("docs", SCHEMA);

  EmbeddedTable() {
    database.registerEmbedding("counting", model);
  }

  /** Opens the database again, with no function registered. */
  Database reopen() {
    database.close();
    database = Database.open(env, DatabaseOptions.DEFAULT);
    table = database.openTable("docs");
    return database;
  }

  Database database() {
    return database;
  }

  float[] vector(long id) {
    Row row = table.get(id);
    return row == null ? null : row.vector("v");
  }

  static Row row(long id, String body) {
    return Row.of("id", id, "body", body);
  }

  static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(i, "body " + i));
    }
    return rows;
  }

  @Override
  public void close() {
    database.close();
  }
}
