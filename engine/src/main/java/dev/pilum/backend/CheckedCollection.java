package dev.pilum.backend;

import dev.pilum.Group;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A collection whose calls are checked, and whose failures say what they were about. */
final class CheckedCollection implements VectorCollection {
  private final VectorCollection inner;
  private final BackendCapabilities capabilities;
  private final RowCheck rows;
  private final ColumnCheck columns;

  CheckedCollection(VectorCollection inner, String namespace, BackendCapabilities capabilities) {
    this.inner = inner;
    this.capabilities = capabilities;
    this.rows = new RowCheck(inner.schema(), namespace);
    this.columns = new ColumnCheck(inner.schema());
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Schema schema() {
    return inner.schema();
  }

  @Override
  public void add(List<? extends Map<String, ?>> batch) {
    List<? extends Map<String, ?>> checked = rows.checked(batch);
    if (!checked.isEmpty()) {
      writing("store batch", () -> inner.add(checked));
    }
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> batch) {
    List<? extends Map<String, ?>> checked = rows.checked(batch);
    if (!checked.isEmpty()) {
      writing("store batch", () -> inner.upsert(checked));
    }
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    if (Query.isAll(where)) {
      throw new InvalidRequest(
          "update() requires a non-empty where clause to prevent accidental full-table updates");
    }
    columns.check(where);
    rows.checkValues(values);
    long[] updated = new long[1];
    writing("update rows", () -> updated[0] = inner.update(where, values));
    return updated[0];
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    long[] deleted = new long[1];
    if (!ids.isEmpty()) {
      writing("delete rows", () -> deleted[0] = inner.deleteAll(ids));
    }
    return deleted[0];
  }

  @Override
  public long deleteWhere(Filter where) {
    long[] deleted = new long[1];
    if (!Query.isAll(where)) {
      columns.check(where);
      writing("delete rows", () -> deleted[0] = inner.deleteWhere(where));
    }
    return deleted[0];
  }

  @Override
  public void clear() {
    writing("delete rows", inner::clear);
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return ids.isEmpty() ? List.of() : inner.getAll(ids);
  }

  @Override
  public boolean exists(Object id) {
    return inner.exists(id);
  }

  @Override
  public long count(Filter where) {
    columns.check(where);
    return inner.count(where);
  }

  @Override
  public List<ScoredRow> search(Query query) {
    check(query.ranking());
    columns.check(query.where());
    query.columns().forEach(columns::checkResult);
    return inner.search(query);
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    columns.checkResult(column);
    columns.check(where);
    return inner.groupCount(column, where);
  }

  @Override
  public void createIndex(Index index) {
    switch (index) {
      case Index.Vector(String column) -> columns.vector(column);
      case Index.Text(List<String> names) -> names.forEach(columns::checkText);
      case Index.Scalar(String column, var kind) -> columns.checkResult(column);
    }
    inner.createIndex(index);
  }

  @Override
  public void optimize() {
    inner.optimize();
  }

  private void check(Ranking ranking) {
    switch (ranking) {
      case Ranking.Nearest nearest -> {
        require(capabilities.vector(), "searches by vectors");
        rows.checkDimension(nearest.column(), columns.vector(nearest.column()), nearest.vector());
      }
      case Ranking.Words words -> {
        require(capabilities.fts(), "full-text search");
        columns.checkText(words.column());
      }
      case Ranking.Hybrid(var nearest, var words, var fusion) -> {
        require(capabilities.hybrid(), "hybrid search");
        check(nearest);
        check(words);
      }
      case Ranking.Ordered(List<Order> orders) ->
          orders.forEach(order -> columns.check(order.value()));
      case Ranking.Sampled sampled -> {}
    }
  }

  private void require(boolean able, String what) {
    if (!able) {
      throw new InvalidRequest(
          "this backend has no " + what + ", or it is switched off; see its capabilities()");
    }
  }

  private static void writing(String what, Runnable write) {
    try {
      write.run();
    } catch (StorageFailure e) {
      throw new StorageFailure("Failed to " + what + " because " + e.getMessage(), e);
    }
  }
}
