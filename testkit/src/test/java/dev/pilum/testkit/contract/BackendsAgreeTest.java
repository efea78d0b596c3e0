package dev.pilum.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.backend.Backend;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Query;
import dev.pilum.backend.VectorCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows in every backend: which share of the exact ten nearest each finds. */
class BackendsAgreeTest {
  private static final int ROWS = 500;
  private static final int QUERIES = 20;

  @TempDir private Path folder;

  @Test
  @Proves({"U18", "U9"})
  void everyBackendFindsTheExactNeighbours() {
    long seed = Long.getLong("seed", 0xA64EE);
    VectorCollection exact = new PlainCollection("docs", BackendUnderTest.SCHEMA);
    exact.upsert(BackendUnderTest.rows(0, ROWS));
    Map<String, Double> overlap = new TreeMap<>();
    for (String url : List.of("embedded:" + folder, "simulated:?seed=" + seed, "toy:")) {
      try (Backend backend = Backends.discover().open(url)) {
        backend.namespace("n").create("docs", BackendUnderTest.SCHEMA);
        VectorCollection docs = backend.namespace("n").open("docs");
        docs.ingest(BackendUnderTest.rows(0, ROWS), 100);
        overlap.put(backend.toString(), overlap(docs, exact, new SplittableRandom(seed)));
      }
    }
    assertThat(overlap.values())
        .as("-Dseed=0x%X, overlap@10 with exact search: %s", seed, overlap)
        .containsOnly(1.0);
  }

  private static double overlap(
      VectorCollection docs, VectorCollection exact, SplittableRandom random) {
    int common = 0;
    for (int i = 0; i < QUERIES; i++) {
      Query query = Query.nearest("embedding", BackendUnderTest.vector(random));
      Query asked = i % 2 == 0 ? query : query.where("lang = 'en'");
      List<String> found = new ArrayList<>(BackendUnderTest.ids(docs.search(asked)));
      Set<String> expected = new HashSet<>(BackendUnderTest.ids(exact.search(asked)));
      found.retainAll(expected);
      common += found.size();
    }
    return common / (10.0 * QUERIES);
  }
}
