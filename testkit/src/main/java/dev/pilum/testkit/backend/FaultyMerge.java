package dev.pilum.testkit.backend;

import dev.pilum.Merge;
import dev.pilum.MergeResult;
import dev.pilum.filter.Filter;

/** A merge that fails now and then when it is run. */
record FaultyMerge(Merge inner, CallFaults faults, String table) implements Merge {
  private Merge with(Merge changed) {
    return changed == inner ? this : new FaultyMerge(changed, faults, table);
  }

  @Override
  public Merge on(String... columns) {
    return with(inner.on(columns));
  }

  @Override
  public Merge whenMatchedUpdateAll() {
    return with(inner.whenMatchedUpdateAll());
  }

  @Override
  public Merge whenMatchedUpdateAll(Filter condition) {
    return with(inner.whenMatchedUpdateAll(condition));
  }

  @Override
  public Merge whenMatchedUpdate(String... columns) {
    return with(inner.whenMatchedUpdate(columns));
  }

  @Override
  public Merge whenMatchedUpdate(Filter condition, String... columns) {
    return with(inner.whenMatchedUpdate(condition, columns));
  }

  @Override
  public Merge whenMatchedDelete() {
    return with(inner.whenMatchedDelete());
  }

  @Override
  public Merge whenMatchedDelete(Filter condition) {
    return with(inner.whenMatchedDelete(condition));
  }

  @Override
  public Merge whenNotMatchedInsertAll() {
    return with(inner.whenNotMatchedInsertAll());
  }

  @Override
  public Merge whenNotMatchedBySourceDelete() {
    return with(inner.whenNotMatchedBySourceDelete());
  }

  @Override
  public Merge whenNotMatchedBySourceDelete(Filter where) {
    return with(inner.whenNotMatchedBySourceDelete(where));
  }

  @Override
  public MergeResult run() {
    return faults.write("merge in " + table, inner::run);
  }
}
