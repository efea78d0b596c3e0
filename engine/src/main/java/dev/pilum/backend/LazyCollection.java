package dev.pilum.backend;

import dev.pilum.Group;
import dev.pilum.Row;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * A provider may have to ask a server whether a collection is there, so one that was found is kept. It is looked for again when
 * something was dropped through the same backend, when a call fails (somebody else may have dropped it, or changed its columns), and
 * once in a while, for the indexes and columns that others add.
 */
/** A collection that the first write creates; until then it is empty. */
final class LazyCollection implements VectorCollection {
  /** One look-up in so many calls costs nothing that anybody could measure. */
  static final int CALLS_EACH = 1_000;

  private final Namespace namespace;
  private final String name;
  private final Schema schema;
  private final BackendCapabilities capabilities;
  private final AtomicLong drops;
  private volatile @Nullable Kept kept;

  /**
   * A collection as it was found.
   *
   * @param schema its columns then
   * @param drops how many had been dropped by then
   * @param calls how many more calls it is kept for
   */
  private record Kept(
      VectorCollection collection, Schema schema, long drops, AtomicInteger calls) {}

  /**
   * Of a collection that may not be there.
   *
   * @param drops how many collections were dropped through the same backend
   */
  LazyCollection(
      Namespace namespace,
      String name,
      Schema schema,
      BackendCapabilities capabilities,
      AtomicLong drops) {
    this.namespace = namespace;
    this.name = name;
    this.schema = schema;
    this.capabilities = capabilities;
    this.drops = drops;
    CollectionColumns.key(schema);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return reading(VectorCollection::schema);
  }

  @Override
  public void add(List<? extends Map<String, ?>> rows) {
    if (!rows.isEmpty()) {
      writing(found -> found.add(rows));
    }
  }

  @Override
  public void upsert(List<? extends Map<String, ?>> rows) {
    if (!rows.isEmpty()) {
      writing(found -> found.upsert(rows));
    }
  }

  @Override
  public long update(Filter where, Map<String, ?> values) {
    return reading(found -> found.update(where, values));
  }

  @Override
  public long deleteAll(Collection<?> ids) {
    return reading(found -> found.deleteAll(ids));
  }

  @Override
  public long deleteWhere(Filter where) {
    return reading(found -> found.deleteWhere(where));
  }

  @Override
  public void clear() {
    writingIfThere(VectorCollection::clear);
  }

  @Override
  public List<Row> getAll(Collection<?> ids) {
    return reading(found -> found.getAll(ids));
  }

  @Override
  public boolean exists(Object id) {
    return reading(found -> found.exists(id));
  }

  @Override
  public long count(Filter where) {
    return reading(found -> found.count(where));
  }

  @Override
  public List<ScoredRow> search(Query query) {
    return reading(found -> found.search(query));
  }

  @Override
  public List<Group> groupCount(String column, Filter where) {
    return reading(found -> found.groupCount(column, where));
  }

  @Override
  public void createIndex(Index index) {
    writing(found -> found.createIndex(index));
  }

  @Override
  public void optimize() {
    writingIfThere(VectorCollection::optimize);
  }

  private <T> T reading(Function<VectorCollection, T> call) {
    return with(call, this::orEmpty);
  }

  private void writingIfThere(Consumer<VectorCollection> call) {
    with(silent(call), this::orEmpty);
  }

  private void writing(Consumer<VectorCollection> call) {
    with(silent(call), this::created);
  }

  private static Function<VectorCollection, Boolean> silent(Consumer<VectorCollection> call) {
    return found -> {
      call.accept(found);
      return true;
    };
  }

  /** Makes a call on the collection that is kept, or on one that is looked for. */
  private <T> T with(Function<VectorCollection, T> call, Supplier<VectorCollection> lookingAgain) {
    Kept known = kept;
    if (known == null || known.drops() != drops.get() || known.calls().decrementAndGet() < 0) {
      return call.apply(lookingAgain.get());
    }
    try {
      return call.apply(known.collection());
    } catch (PilumException e) {
      if (!isAnother(known, e)) {
        throw e;
      }
    }
    return call.apply(lookingAgain.get()); // nothing was done: what the call was for is gone
  }

  /** Returns whether a call failed because the collection is not what it was. */
  private boolean isAnother(Kept known, PilumException failure) {
    try {
      VectorCollection now = namespace.find(name);
      return now == null || failure instanceof Closed || !now.schema().equals(known.schema());
    } catch (PilumException again) {
      failure.addSuppressed(again);
      return false;
    }
  }

  private @Nullable VectorCollection found() {
    long before = drops.get();
    VectorCollection found = namespace.find(name);
    kept =
        found == null
            ? null
            : new Kept(found, found.schema(), before, new AtomicInteger(CALLS_EACH - 1));
    return found;
  }

  private VectorCollection created() {
    VectorCollection found = found();
    if (found == null) {
      namespace.create(name, schema); // or somebody else did
      found = found();
    }
    return found == null ? namespace.open(name) : found;
  }

  /** Checks calls as the collection will once it is there, and then finds nothing. */
  private VectorCollection orEmpty() {
    VectorCollection found = found();
    return found != null
        ? found
        : new CheckedCollection(new EmptyCollection(name, schema), namespace.name(), capabilities);
  }
}
