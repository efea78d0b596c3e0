package dev.pilum.backend;

import dev.pilum.engine.db.TableName;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A namespace whose names are checked before the provider sees them. */
final class CheckedNamespace implements Namespace {
  private final Namespace inner;
  private final BackendCapabilities capabilities;
  private final AtomicLong drops;

  /**
   * Over a provider's namespace.
   *
   * @param drops counts the collections that are dropped, of all namespaces of one backend
   */
  CheckedNamespace(Namespace inner, BackendCapabilities capabilities, AtomicLong drops) {
    this.inner = inner instanceof CheckedNamespace checked ? checked.inner : inner;
    this.capabilities = capabilities;
    this.drops = drops;
  }

  /** Returns a name that is a folder, or part of a table's name, and leads nowhere else. */
  static String checked(String what, String name) {
    if (!TableName.isValid(name)) {
      throw new InvalidRequest(
          ("%s '%s' must match ^[A-Za-z0-9_.-]+$, be at most 64 characters, not start or end with a"
                  + " dot, and not be a reserved name such as CON or LOCK")
              .formatted(what, name));
    }
    return name;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public List<String> collectionNames() {
    return inner.collectionNames();
  }

  @Override
  public boolean create(String name, Schema schema) {
    CollectionColumns.key(schema);
    return inner.create(checked("collection", name), schema);
  }

  @Override
  public @Nullable VectorCollection find(String name) {
    VectorCollection found = inner.find(checked("collection", name));
    return found == null ? null : new CheckedCollection(found, name(), capabilities);
  }

  @Override
  public boolean exists(String name) {
    return inner.exists(checked("collection", name));
  }

  @Override
  public VectorCollection collection(String name, Schema schema) {
    return new LazyCollection(this, checked("collection", name), schema, capabilities, drops);
  }

  @Override
  public boolean drop(String name) {
    boolean dropped = inner.drop(checked("collection", name));
    drops.incrementAndGet();
    return dropped;
  }
}
