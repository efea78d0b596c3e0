package dev.pilum.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a collection is looked for that the first write creates. */
class LazyCollectionTest {
  private static final float[] EAST = {1, 0};

  @TempDir private Path folder;
  private Database database;
  private Counting counting;
  private Namespace namespace;
  private VectorCollection docs;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    counting = new Counting(new DatabaseNamespace("n", database));
    BackendProvider provider =
        new BackendProvider() {
          @Override
          public String name() {
            return "counting";
          }

          @Override
          public Backend open(BackendConfig config) {
            return new OneNamespace(counting);
          }
        };
    namespace = Backends.of(List.of(provider)).open("counting:").namespace("n");
    docs = namespace.collection("docs", 2);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aCollectionThatIsThereIsLookedForOnce() {
    docs.store("a", EAST);
    long found = counting.finds;
    for (int i = 0; i < 100; i++) {
      docs.store("a" + i, EAST);
      docs.search(EAST, 1);
      docs.count();
      docs.exists("a");
      docs.schema();
    }
    assertThat(counting.finds).isEqualTo(found);
    VectorCollection again = namespace.collection("docs", 2);
    again.count();
    again.count();
    assertThat(counting.finds).isEqualTo(found + 1);
  }

  @Test
  void onceInAWhileItIsLookedForAgain() {
    docs.store("a", EAST);
    long found = counting.finds;
    for (int i = 0; i < 3 * LazyCollection.CALLS_EACH; i++) {
      docs.exists("a");
    }
    assertThat(counting.finds).isBetween(found + 2, found + 3);
  }

  @Test
  void oneThatIsNotThereIsLookedForEachTime() {
    docs.count();
    docs.count();
    assertThat(counting.finds).isEqualTo(2);
  }

  @Test
  void itIsLookedForAgainAfterADropOrAFailure() {
    docs.store("a", EAST);
    long found = counting.finds;
    namespace.drop("nothing");
    assertThat(docs.count()).isEqualTo(1);
    assertThat(counting.finds).isEqualTo(found + 1);
    assertThatThrownBy(() -> docs.store("", EAST)).isInstanceOf(InvalidRequest.class);
    assertThat(counting.finds).isEqualTo(found + 2);
    database.dropTable("docs");
    assertThat(docs.count()).isZero();
    docs.store("b", EAST);
    assertThat(docs.count()).isEqualTo(1);
  }

  @Test
  void aFailureIsToldAsItWasWhenNobodyCanLookAgain() {
    docs.store("a", EAST);
    counting.broken = true;
    assertThat(docs.count()).isEqualTo(1);
    assertThatThrownBy(() -> docs.store("", EAST))
        .isInstanceOf(InvalidRequest.class)
        .hasSuppressedException(new StorageFailure("the catalog is gone"));
  }

  /** A backend with one namespace, whatever its name. */
  private record OneNamespace(Namespace only) implements Backend {
    @Override
    public BackendCapabilities capabilities() {
      return DatabaseNamespace.CAPABILITIES;
    }

    @Override
    public Namespace namespace(String name) {
      return only;
    }

    @Override
    public void close() {
      // The test closes the database.
    }
  }

  /** A namespace that counts how often a collection is looked for. */
  private static final class Counting implements Namespace {
    private final Namespace inner;
    private long finds;
    private boolean broken;

    Counting(Namespace inner) {
      this.inner = inner;
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
      return inner.create(name, schema);
    }

    @Override
    public @Nullable VectorCollection find(String name) {
      finds++;
      if (broken) {
        throw new StorageFailure("the catalog is gone");
      }
      return inner.find(name);
    }

    @Override
    public boolean drop(String name) {
      return inner.drop(name);
    }
  }
}
