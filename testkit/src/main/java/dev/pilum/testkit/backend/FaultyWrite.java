package dev.pilum.testkit.backend;

import dev.pilum.Batch;
import dev.pilum.Duplicates;
import dev.pilum.RejectedVectors;
import dev.pilum.Write;
import dev.pilum.WriteReport;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A write whose calls fail now and then. */
record FaultyWrite(Write inner, String table, CallFaults faults) implements Write {
  @Override
  public Write duplicates(Duplicates policy, String... columns) {
    return new FaultyWrite(inner.duplicates(policy, columns), table, faults);
  }

  @Override
  public Write rejectedVectors(RejectedVectors policy) {
    return new FaultyWrite(inner.rejectedVectors(policy), table, faults);
  }

  @Override
  public Write rowsPerCommit(int rows) {
    return new FaultyWrite(inner.rowsPerCommit(rows), table, faults);
  }

  @Override
  public WriteReport add(List<? extends Map<String, ?>> rows) {
    return write("add", () -> inner.add(rows));
  }

  @Override
  public WriteReport add(Batch rows) {
    return write("add", () -> inner.add(rows));
  }

  @Override
  public WriteReport upsert(List<? extends Map<String, ?>> rows) {
    return write("upsert", () -> inner.upsert(rows));
  }

  @Override
  public WriteReport upsert(Batch rows) {
    return write("upsert", () -> inner.upsert(rows));
  }

  private WriteReport write(String call, Supplier<WriteReport> work) {
    return faults.write(call + " in " + table, work);
  }
}
