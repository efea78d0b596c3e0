package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyIn;

/**
 * How fast rows go there: in full beside a {@code COPY BINARY} written by hand for just these rows,
 * and change by change. Prints rates; checks only that all rows arrived. {@code
 * -Dpilum.pgvector.rows=100000 -Dpilum.pgvector.rounds=15} measures at the size of
 * docs/decisions/0043-pgvector-mirror.md.
 */
class MirrorRatesTest {
  private static final int DIMENSION = 128;
  private static final int ROUNDS = Integer.getInteger("pilum.pgvector.rounds", 3);

  private final int rows = Integer.getInteger("pilum.pgvector.rows", 2_000);
  private final long[] ids = new long[rows];
  private final float[] vectors = new float[rows * DIMENSION];

  @Test
  void ratesOfMirrors(@TempDir Path folder) throws Exception {
    fill();
    try (PgSchema pg = PgSchema.create();
        Database db = Database.open(folder)) {
      Table table = db.createTable("docs", schema());
      table.upsert(table.newBatch().longs("id", ids).vectors("v", vectors).build());
      MirrorOptions options = pg.table("docs").withIndex(PgIndexKind.NONE);
      PgMirror mirror = pg.mirror(options);
      PgMirror merge = pg.mirror(options.withFull(FullMode.MERGE));
      double[] byHand = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        byHand[round] = rate(() -> byHand(pg));
        ours[round] = rate(() -> mirror.mirror(table, MirrorStrategy.FULL));
        ratios[round] = ours[round] / byHand[round];
      }
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = -vectors[i];
      }
      table.upsert(table.newBatch().longs("id", ids).vectors("v", vectors).build());
      double changes = rate(() -> merge.mirror(table, MirrorStrategy.INCREMENTAL));
      double compared = rate(() -> assertThat(mirror.verify(table).ok()).isTrue());
      System.out.printf(
          "%d rows of %d floats, medians of %d rounds in turns: by hand %.0f rows/s, mirror %.0f"
              + " rows/s, ratio %.2f (%.2f to %.2f); incremental %.0f changes/s, verify %.0f"
              + " rows/s%n",
          rows,
          DIMENSION,
          ROUNDS,
          median(byHand),
          median(ours),
          median(ratios), // which sorts them
          ratios[0],
          ratios[ROUNDS - 1],
          changes,
          compared);
      assertThat(pg.text("select count(*) from docs")).isEqualTo(Integer.toString(rows));
    }
  }

  private void fill() {
    Random random = new Random(7);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = random.nextFloat() + 0.1f;
    }
    for (int i = 0; i < rows; i++) {
      ids[i] = i;
    }
  }

  private static Schema schema() {
    return Schema.builder().key("id", Types.int64()).vector("v", DIMENSION, Metric.L2).build();
  }

  /** Sorts the values. */
  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private double rate(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  /** The same rows from arrays into a new table with the same key, in one transaction. */
  private void byHand(PgSchema pg) throws SQLException, IOException {
    Session session = pg.session();
    session.runPlain("drop table if exists hand");
    session.begin();
    session.runPlain("create table hand (id bigint primary key, v vector(128))");
    CopyIn copy = session.copyManager().copyIn("copy hand from stdin (format binary)");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0});
    out.writeLong(0);
    for (int row = 0; row < rows; row++) {
      writeRow(out, row);
      if (bytes.size() > 1 << 16) {
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        bytes.reset();
      }
    }
    out.writeShort(-1);
    copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
    copy.endCopy();
    session.commit();
  }

  private void writeRow(DataOutputStream out, int row) throws IOException {
    out.writeShort(2);
    out.writeInt(Long.BYTES);
    out.writeLong(ids[row]);
    out.writeInt(4 + 4 * DIMENSION);
    out.writeShort(DIMENSION);
    out.writeShort(0);
    for (int i = 0; i < DIMENSION; i++) {
      out.writeFloat(vectors[row * DIMENSION + i]);
    }
  }

  /** Something that takes time. */
  private interface Work {
    void run() throws Exception;
  }
}
