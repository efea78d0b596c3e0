package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.Table;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Rows in memory: one put in place of another, and found again by its key. Writes are not forced,
 * so that the disk is not what is measured.
 */
public class MemtableBenchmark extends AverageBenchmark {
  /** Documents that there are; the memtable holds the versions of them that were put last. */
  @Param("10000")
  int rowCount;

  private Path folder;
  private Database database;
  private Table table;
  private Row[] rows;
  private int next;

  /** Writes the table. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    database = Database.open(folder, DatabaseOptions.DEFAULT.withDurability(Durability.BUFFERED));
    table = database.createTable("documents", GeneratedDocuments.schema());
    GeneratedDocuments.add(table, 0, rowCount);
    rows = new Row[Math.min(1_000, rowCount)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = GeneratedDocuments.row(i);
    }
    for (Row row : rows) {
      Object id = row.get(GeneratedDocuments.ID);
      Row found = id == null ? null : table.get(id);
      Object body = found == null ? null : found.get(GeneratedDocuments.BODY);
      if (body == null || !body.equals(row.get(GeneratedDocuments.BODY))) {
        throw new IllegalStateException("row " + id + " is not found as it was written");
      }
    }
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    database.close();
    BenchFolder.delete(folder);
  }

  /** One document put in place of the one with its key. */
  @Benchmark
  public long upsert() {
    return table.upsert(rows[row()]).version();
  }

  /** One document by its key. */
  @Benchmark
  public @Nullable Row get() {
    return table.get((long) row());
  }

  /** Whether there is a document with a key. */
  @Benchmark
  public boolean exists() {
    return table.exists((long) row());
  }

  private int row() {
    next = (next + 1) % rows.length;
    return next;
  }
}
