package dev.pilum.backend;

import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What is read of a collection that is not there yet. */
record EmptyCollection(String name, Schema schema) implements VectorCollection {
  @Override
  public void add(List<? extends Map<String, ?>> rows) {
    throw new AssertionError("the first write makes the collection, and goes there");
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> rows) {
    add(rows);
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    return 0;
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return 0;
  }

  @Override
  public long deleteWhere(Filter where) {
    return 0;
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return List.of();
  }

  @Override
  public long count(Filter where) {
    return 0;
  }

  @Override
  public List<ScoredRow> search(Query query) {
    return List.of();
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    return List.of();
  }

  @Override
  public void createIndex(Index index) {
    // The collection is created first, and asked instead of this one.
  }

  @Override
  public void optimize() {
    // There is nothing to compact.
  }
}
