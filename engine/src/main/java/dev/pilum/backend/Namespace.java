package dev.pilum.backend;

import dev.pilum.Database;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The collections of one tenant, agent or application. Closed by its {@link Backend}.
 *
 * <p>Safe for use by many threads.
 */
public interface Namespace {
  /** Returns a namespace of the tables of an open database, which the caller closes. */
  static Namespace of(String name, Database database) {
    return new CheckedNamespace(
        new DatabaseNamespace(name, database), DatabaseNamespace.CAPABILITIES, new AtomicLong());
  }

  /** Returns its name. */
  String name();

  /** Returns the names of its collections, sorted. */
  List<String> collectionNames();

  /**
   * Creates an empty collection; of several who do so at once one does.
   *
   * @param name letters, digits, {@code _ . -}, at most 64 of them, not starting with a dot
   * @param schema with a key
   * @return false when there is one of this name, which stays as it is
   */
  boolean create(String name, Schema schema);

  /** Returns the collection of this name as it is now, or {@code null} when there is none. */
  @Nullable VectorCollection find(String name);

  /**
   * Deletes a collection with all its rows for good, in this namespace only.
   *
   * @return false when there is none
   */
  boolean drop(String name);

  /** Returns whether there is a collection of this name. */
  default boolean exists(String name) {
    return find(name) != null;
  }

  /**
   * Returns the collection of this name.
   *
   * @throws InvalidRequest when there is none, naming the nearest one
   */
  default VectorCollection open(String name) {
    VectorCollection found = find(name);
    if (found == null) {
      List<String> names = collectionNames();
      throw new InvalidRequest(
          names.isEmpty()
              ? "Table %s does not exist; namespace '%s' has none".formatted(name, name())
              : "Table %s does not exist; did you mean '%s'?"
                  .formatted(name, NearestName.of(name, names)));
    }
    return found;
  }

  /**
   * Returns a collection that is created by the first write to it. Until then it is empty: it finds
   * nothing, and there is nothing to delete. One that is dropped later is empty again. Columns and
   * indexes that others add are noticed after a while; {@link #open} sees them at once.
   *
   * @param schema with a key. Where the collection is there already, its own schema holds
   */
  default VectorCollection collection(String name, Schema schema) {
    return new LazyCollection(this, name, schema, DatabaseNamespace.CAPABILITIES, new AtomicLong());
  }

  /**
   * As {@link #collection(String, Schema)}, with the columns that most memories need: text {@code
   * id}, and {@code embedding} measured by cosine.
   */
  default VectorCollection collection(String name, int dimension) {
    Schema schema =
        Schema.builder()
            .key("id", Types.utf8())
            .vector("embedding", dimension, Metric.COSINE)
            .build();
    return collection(name, schema);
  }
}
