package dev.pilum.backend;

import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A collection that the first write creates; until then it is empty. */
final class LazyCollection implements VectorCollection {
  private final Namespace namespace;
  private final String name;
  private final Schema schema;
  private final BackendCapabilities capabilities;

  LazyCollection(
      Namespace namespace, String name, Schema schema, BackendCapabilities capabilities) {
    this.namespace = namespace;
    this.name = name;
    this.schema = schema;
    this.capabilities = capabilities;
    CollectionColumns.key(schema);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    VectorCollection found = found();
    return found == null ? schema : found.schema();
  }

  @Override
  public void add(List<? extends Map<String, ?>> rows) {
    if (!rows.isEmpty()) {
      created().add(rows);
    }
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> rows) {
    if (!rows.isEmpty()) {
      created().upsert(rows);
    }
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    return orEmpty().update(where, values);
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return orEmpty().deleteAll(ids);
  }

  @Override
  public long deleteWhere(Filter where) {
    return orEmpty().deleteWhere(where);
  }

  @Override
  public void clear() {
    orEmpty().clear();
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return orEmpty().getAll(ids);
  }

  @Override
  public boolean exists(Object id) {
    return orEmpty().exists(id);
  }

  @Override
  public long count(Filter where) {
    return orEmpty().count(where);
  }

  @Override
  public List<ScoredRow> search(Query query) {
    return orEmpty().search(query);
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    return orEmpty().groupCount(column, where);
  }

  @Override
  public void createIndex(Index index) {
    created().createIndex(index);
  }

  @Override
  public void optimize() {
    orEmpty().optimize();
  }

  private @Nullable VectorCollection found() {
    return namespace.find(name);
  }

  private VectorCollection created() {
    VectorCollection found = found();
    if (found == null) {
      namespace.create(name, schema); // or somebody else did
      found = namespace.open(name);
    }
    return found;
  }

  /** Checks calls as the collection will once it is there, and then finds nothing. */
  private VectorCollection orEmpty() {
    VectorCollection found = found();
    return found != null
        ? found
        : new CheckedCollection(new EmptyCollection(name, schema), namespace.name(), capabilities);
  }
}
