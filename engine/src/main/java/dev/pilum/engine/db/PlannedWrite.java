package dev.pilum.engine.db;

import dev.pilum.Batch;
import dev.pilum.Duplicates;
import dev.pilum.RejectedVectors;
import dev.pilum.Write;
import dev.pilum.WriteReport;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.row.RowCut;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A write with policies, cut into parts.
 *
 * @param store where rows go
 * @param embedder makes vectors
 * @param rule which rows are duplicates; {@code null} when nobody asks
 * @param rejected what becomes of bad vectors; {@code null} for the usual checks
 * @param rowsPerCommit how many rows a part has at most
 */
record PlannedWrite(
    TableStore store,
    Embedder embedder,
    @Nullable DuplicateRule rule,
    @Nullable RejectedVectors rejected,
    int rowsPerCommit)
    implements Write {
  PlannedWrite(TableStore store, Embedder embedder) {
    this(store, embedder, null, null, Integer.MAX_VALUE);
  }

  @Override
  public Write duplicates(Duplicates policy, String... columns) {
    DuplicateRule checked = new DuplicateRule(policy, List.of(columns)).checked(store.schema());
    return new PlannedWrite(store, embedder, checked, rejected, rowsPerCommit);
  }

  @Override
  public Write rejectedVectors(RejectedVectors policy) {
    return new PlannedWrite(store, embedder, rule, policy, rowsPerCommit);
  }

  @Override
  public Write rowsPerCommit(int rows) {
    if (rows < 1) {
      throw new InvalidRequest("a commit takes at least 1 row, got " + rows);
    }
    return new PlannedWrite(store, embedder, rule, rejected, rows);
  }

  @Override
  public WriteReport add(List<? extends Map<String, ?>> rows) {
    return parts(rows, WritePart.Manner.ADD);
  }

  @Override
  public WriteReport add(Batch rows) {
    return parts(rows.columns(), WritePart.Manner.ADD);
  }

  @Override
  public WriteReport upsert(List<? extends Map<String, ?>> rows) {
    return parts(rows, WritePart.Manner.UPSERT);
  }

  @Override
  public WriteReport upsert(Batch rows) {
    return parts(rows.columns(), WritePart.Manner.UPSERT);
  }

  private WriteReport parts(List<? extends Map<String, ?>> rows, WritePart.Manner manner) {
    return parts(
        rows.size(),
        from -> {
          List<? extends Map<String, ?>> some = rows.subList(from, from + size(from, rows.size()));
          return UnderSchema.write(store, schema -> part(schema, manner).commit(some));
        });
  }

  private WriteReport parts(RecordBatch rows, WritePart.Manner manner) {
    int count = rows.rowCount();
    return parts(
        count,
        from -> {
          int size = size(from, count);
          RecordBatch some = size == count ? rows : RowCut.range(rows, from, size);
          return UnderSchema.write(store, schema -> part(schema, manner).commit(some));
        });
  }

  private WritePart part(Schema schema, WritePart.Manner manner) {
    return new WritePart(store, schema, embedder, manner, rule, rejected);
  }

  private int size(int from, int count) {
    return Math.min(rowsPerCommit, count - from);
  }

  private WriteReport parts(int count, IntFunction<WriteReport> write) {
    WriteReport sum = new WriteReport(store.version(), 0, 0, 0, 0, 0, 0);
    int from = 0;
    while (from < count) {
      try {
        sum = sum(sum, write.apply(from));
      } catch (PilumException e) {
        if (sum.commits() > 0) {
          e.addSuppressed(written(sum, from));
        }
        throw e;
      }
      from += size(from, count);
    }
    return sum;
  }

  private static InvalidRequest written(WriteReport sum, int from) {
    return new InvalidRequest(
        "the rows before, 0 to %d, are done: %d were written in %d commits"
            .formatted(from - 1, sum.rowsWritten(), sum.commits()));
  }

  private static WriteReport sum(WriteReport one, WriteReport other) {
    return new WriteReport(
        other.version(),
        one.commits() + other.commits(),
        one.rowsWritten() + other.rowsWritten(),
        one.rowsRemoved() + other.rowsRemoved(),
        one.rowsSkipped() + other.rowsSkipped(),
        one.rowsDropped() + other.rowsDropped(),
        one.vectorsNulled() + other.vectorsNulled());
  }
}
