package dev.pilum.testkit.contract;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.BackendProvider;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Collections in maps: about the least that a provider can be. */
public final class ToyProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ToyProvider() {}

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public List<String> aliases() {
    return List.of("toy-box");
  }

  @Override
  public Backend open(BackendConfig config) {
    return new ToyBackend();
  }

  private static final class ToyBackend implements Backend {
    private final Map<String, ToyNamespace> namespaces = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Override
    public BackendCapabilities capabilities() {
      return new BackendCapabilities(true, false, false, false, false);
    }

    @Override
    public Namespace namespace(String name) {
      if (closed) {
        throw new Closed("the toy box is closed");
      }
      return namespaces.computeIfAbsent(name, n -> new ToyNamespace(n, () -> closed));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private record ToyNamespace(
      String name, BooleanSupplier closed, Map<String, VectorCollection> collections)
      implements Namespace {
    ToyNamespace(String name, BooleanSupplier closed) {
      this(name, closed, new ConcurrentSkipListMap<>());
    }

    @Override
    public List<String> collectionNames() {
      return List.copyOf(collections.keySet());
    }

    @Override
    public boolean create(String collection, Schema schema) {
      return collections.putIfAbsent(collection, new PlainCollection(collection, schema)) == null;
    }

    @Override
    public @Nullable VectorCollection find(String collection) {
      if (closed.getAsBoolean()) {
        throw new Closed("the toy box is closed");
      }
      return collections.get(collection);
    }

    @Override
    public boolean drop(String collection) {
      return collections.remove(collection) != null;
    }
  }
}
