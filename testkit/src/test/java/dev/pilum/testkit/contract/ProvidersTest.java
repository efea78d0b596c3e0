package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.BackendProvider;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.testkit.backend.FaultKind;
import dev.pilum.testkit.backend.FaultRates;
import dev.pilum.testkit.backend.SimDatabase;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How providers are found and named, and what each of them alone does. */
class ProvidersTest {
  @TempDir private Path folder;

  @Test
  @Proves({"D1", "O4", "O7"})
  void providersAreFoundByNameAndAlias() {
    Backends backends = Backends.discover();
    assertThat(backends.names()).contains("embedded", "simulated", "toy");
    for (String name : List.of("toy", "toy_box", "TOY-BOX")) {
      try (Backend toy = backends.open(BackendConfig.of(Map.of("backend", name)))) {
        assertThat(toy.capabilities().fts()).as(name).isFalse();
        assertThat(toy).hasToString("backend 'toy'");
      }
    }
  }

  @Test
  @Proves("D1")
  void anUnknownProviderIsRefusedWithTheNamesThereAre() {
    assertThatThrownBy(() -> Backends.discover().open("embeded:./data"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("there is no backend 'embeded'")
        .hasMessageContaining("did you mean 'embedded'?")
        .hasMessageContaining("embedded (also pilum, local), simulated (also sim), toy");
  }

  @Test
  @Proves("D1")
  void twoProvidersOfOneNameAreRefused() {
    List<BackendProvider> twice = List.of(new ToyProvider(), new Namesake());
    assertThatThrownBy(() -> Backends.of(twice))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("two providers are called 'toy'")
        .hasMessageContaining(Namesake.class.getName());
  }

  @Test
  @Proves("D1")
  void providersAreFoundOnTheModulePath() {
    Path[] jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toArray(Path[]::new);
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(ModuleFinder.of(jars), ModuleFinder.of(), Set.of("dev.pilum.engine"));
    assertThat(resolved.modules())
        .filteredOn(module -> !module.reference().descriptor().provides().isEmpty())
        .flatExtracting(module -> module.reference().descriptor().provides())
        .filteredOn(provides -> provides.service().equals(BackendProvider.class.getName()))
        .flatExtracting(provides -> provides.providers())
        .contains(
            "dev.pilum.engine.backend.EmbeddedProvider",
            "dev.pilum.testkit.backend.SimulatedProvider");
  }

  @Test
  @Proves({"D1", "D2"})
  void theEmbeddedProviderIsThereWithoutConfiguration() {
    assertThat(ServiceLoader.load(BackendProvider.class)).isNotEmpty();
    try (Backend backend = Backends.discover().open(BackendConfig.of(Map.of()))) {
      assertThat(backend).hasToString("backend 'embedded'");
    }
    assertThat(Path.of("data")).as("nothing is made before it is needed").doesNotExist();
  }

  @Test
  @Proves("D4")
  void everyProviderSaysWhatItCan() {
    Backends backends = Backends.discover();
    try (Backend embedded = backends.open("embedded:" + folder);
        Backend simulated = backends.open("simulated:")) {
      for (Backend backend : List.of(embedded, simulated)) {
        assertThat(backend.capabilities().vector()).isTrue();
        assertThat(backend.capabilities().fts()).isTrue();
        assertThat(backend.capabilities().hybrid()).isTrue();
        assertThat(backend.capabilities().scalarIndex()).isTrue();
        assertThat(backend.capabilities().nativeEmbedding()).isFalse();
      }
    }
  }

  @Test
  @Proves({"S1", "U7", "D14"})
  void aNamespaceIsAFolderThatOpensAsADatabase() {
    try (Backend backend = Backends.discover().open("embedded:" + folder)) {
      backend.namespace("a").collection("docs", 2).store("x", new float[] {1, 0});
      assertThatThrownBy(() -> Database.open(folder.resolve("a")))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("this process");
      try (Backend reader = Backends.discover().open("embedded:" + folder + "?read_only=true")) {
        VectorCollection docs = reader.namespace("a").open("docs");
        assertThat(docs.exists("x")).isTrue();
        assertThatThrownBy(() -> docs.delete("x")).isInstanceOf(PilumException.class);
      }
    }
    try (Database database = Database.open(folder.resolve("a"))) {
      assertThat(database.openTable("docs").count()).isEqualTo(1);
      assertThat(Namespace.of("a", database).open("docs").count()).isEqualTo(1);
    }
  }

  @Test
  @Proves("S5")
  void aBatchIsOneCommitAndLargerOnesAreSplit() {
    try (SimDatabase sim = SimDatabase.open(1)) {
      VectorCollection docs = Namespace.of("n", sim.database()).collection("docs", 4);
      docs.upsert(BackendUnderTest.rows(0, 1).stream().map(ProvidersTest::idAndVector).toList());
      long before = sim.database().openTable("docs").version();
      docs.upsert(List.of());
      assertThat(sim.database().openTable("docs").version()).isEqualTo(before);
      docs.ingest(
          BackendUnderTest.rows(0, 10).stream().map(ProvidersTest::idAndVector).toList(), 4);
      assertThat(sim.database().openTable("docs").version()).isEqualTo(before + 3);
    }
  }

  @Test
  @Proves({"S9", "U16"})
  void aFailedWriteSaysWhatItWasAndKeepsItsCause() {
    FaultRates always = FaultRates.NONE.with(FaultKind.VECTOR_STORE_FAIL, 1);
    try (SimDatabase sim = SimDatabase.open(1, always)) {
      VectorCollection docs = Namespace.of("n", sim.database()).collection("docs", 2);
      assertThatThrownBy(() -> docs.store("a", new float[] {1, 0}))
          .isInstanceOfSatisfying(
              StorageFailure.class,
              failure -> {
                assertThat(failure.code()).isEqualTo("STORAGE_FAILED");
                assertThat(failure).hasMessageStartingWith("Failed to store batch because ");
                assertThat(failure.getMessage().split("because", -1)).hasSize(2);
                assertThat(failure).hasCauseInstanceOf(StorageFailure.class);
              });
      assertThat(docs.count()).isZero();
    }
  }

  @Test
  @Proves("U16")
  void theSimulatedProviderFailsByItsSeed() {
    List<String> first =
        outcomes("simulated:?seed=7&faults=0.2&fault_kinds=db_deadlock,network_reset");
    assertThat(first).contains("ok").hasSizeGreaterThan(10);
    assertThat(String.join(" ", first)).contains("CONFLICT");
    assertThat(outcomes("simulated:?seed=7&faults=0.2&fault_kinds=db_deadlock,network_reset"))
        .isEqualTo(first);
    assertThatThrownBy(() -> Backends.discover().open("simulated:?fault_kinds=nothing"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("VECTOR_STORE_FAIL");
  }

  private static List<String> outcomes(String url) {
    try (Backend backend = Backends.discover().open(url)) {
      VectorCollection docs = backend.namespace("n").collection("docs", 2);
      return java.util.stream.IntStream.range(0, 50).mapToObj(i -> outcome(docs, i)).toList();
    }
  }

  private static String outcome(VectorCollection docs, int i) {
    try {
      docs.store("id" + i, new float[] {i, 1});
      return "ok";
    } catch (PilumException e) {
      return e.code();
    }
  }

  private static Map<String, Object> idAndVector(Map<String, ?> row) {
    return Map.of("id", row.get("id"), "embedding", row.get("embedding"));
  }

  /** Claims another's name. */
  private static final class Namesake implements BackendProvider {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public Backend open(BackendConfig config) {
      throw new InvalidRequest("nobody opens it");
    }
  }
}
