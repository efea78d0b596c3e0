package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.Row;
import dev.pilum.backend.Backend;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.contract.Proves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is near in PostgreSQL, with and without its index, beside the engine. */
class PgvectorRankingTest {
  private static final int DIMENSION = 16;
  private static final int ROWS = 2_000;
  private static final int QUERIES = 20;
  private static final long SEED = Long.getLong("seed", 0xA64EE);

  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.discover().open(pg.backendUrl("ddl=apply"));
  }

  @Test
  @Proves({"U18", "S8", "S7"})
  void indexedSearchesFindTheNearestAndAlwaysAsManyAsThereAre() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(Row.of("id", i, "bucket", i % 100, "embedding", vector(random, DIMENSION)));
    }
    Map<String, Double> overlap = new TreeMap<>();
    try (Backend embedded = Backends.discover().open("embedded:" + folder);
        Backend flat = Backends.discover().open(pg.backendUrl("ddl=apply&index=none"))) {
      VectorCollection exact = filled(flat.namespace("exact"), rows);
      VectorCollection engine = filled(embedded.namespace("n"), rows);
      VectorCollection indexed = filled(backend.namespace("n"), rows);
      for (String condition : List.of("", "bucket < 50", "bucket = 7")) {
        overlap.put("embedded " + condition, overlap(engine, exact, condition));
        overlap.put("pgvector hnsw " + condition, overlap(indexed, exact, condition));
      }
    }
    assertThat(overlap.values())
        .as("-Dseed=0x%X, overlap@10 with exact search: %s", SEED, overlap)
        .allMatch(share -> share >= 0.95);
  }

  private static VectorCollection filled(Namespace namespace, List<Row> rows) {
    namespace.create(
        "docs",
        Schema.builder()
            .key("id", Types.int32())
            .field("bucket", Types.int32())
            .vector("embedding", DIMENSION, Metric.L2)
            .build());
    VectorCollection docs = namespace.open("docs");
    docs.ingest(rows, ROWS);
    docs.optimize();
    return docs;
  }

  /** Returns the share of common hits; fails when fewer come than match. */
  private static double overlap(VectorCollection docs, VectorCollection exact, String condition) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    int common = 0;
    int asked = 0;
    for (int i = 0; i < QUERIES; i++) {
      Query query =
          Query.nearest("embedding", vector(random, DIMENSION)).where(condition).limit(10);
      Set<Object> expected = new HashSet<>(ids(exact.search(query)));
      List<Object> found = new ArrayList<>(ids(docs.search(query)));
      assertThat(found).as(condition).hasSize(10);
      found.retainAll(expected);
      common += found.size();
      asked += 10;
    }
    return common / (double) asked;
  }

  @Test
  @Proves({"U18", "U13"})
  void everyMetricAndElementScoresAsTheEngineDoes() {
    for (Metric metric : List.of(Metric.COSINE, Metric.L2, Metric.DOT)) {
      for (Element element : List.of(Element.FLOAT32, Element.FLOAT16, Element.INT8)) {
        String name = metric + "-" + element;
        Schema schema =
            Schema.builder()
                .key("id", Types.int32())
                .vector("v", new DataType.Vector(element, 4), metric)
                .build();
        try (Backend embedded = Backends.discover().open("embedded:" + folder)) {
          VectorCollection engine = small(embedded.namespace("n"), name, schema, element);
          VectorCollection postgres = small(backend.namespace("n"), name, schema, element);
          Query query = Query.nearest("v", new float[] {3.3f, -1, 2, 0.5f}).limit(30);
          List<ScoredRow> expected = engine.search(query);
          List<ScoredRow> found = postgres.search(query);
          assertThat(ids(found)).as(name).isEqualTo(ids(expected));
          for (int i = 0; i < found.size(); i++) {
            float score = expected.get(i).score();
            assertThat(found.get(i).score())
                .as(name)
                .isCloseTo(score, within(1e-4f * Math.max(1, Math.abs(score))));
          }
        }
      }
    }
  }

  private static VectorCollection small(
      Namespace namespace, String name, Schema schema, Element element) {
    namespace.create(name, schema);
    VectorCollection docs = namespace.open(name);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 30; i++) {
      float[] floats = vector(random, 4);
      byte[] bytes = new byte[4];
      for (int j = 0; j < 4; j++) {
        bytes[j] = (byte) (floats[j] * 100);
      }
      docs.upsert(Row.of("id", i, "v", element == Element.INT8 ? bytes : floats));
    }
    return docs;
  }

  @Test
  @Proves("U13")
  void aStoreReplacesOnConflictAndScoresAreOneMinusTheDistance() {
    VectorCollection docs = backend.namespace("default").collection("embeddings", 2);
    docs.store("a", new float[] {1, 0});
    docs.store("a", new float[] {3, 4});
    assertThat(pg.rows("select id, embedding::text from embeddings"))
        .containsExactly(List.of("a", "[3,4]"));
    double there =
        Double.parseDouble(pg.text("select 1 - (embedding <=> '[1.0, 2.0]') from embeddings"));
    assertThat((double) docs.search(new float[] {1, 2}, 1).getFirst().score())
        .isCloseTo(there, within(1e-6));
  }

  @Test
  @Proves("U13")
  void vectorsWrittenAsTextAreReadAndWrongOnesRefused() {
    VectorCollection docs = backend.namespace("default").collection("embeddings", 2);
    docs.store("a", new float[] {1, 0});
    pg.session().runPlain("insert into embeddings values ('b', '[1.0, 2.0]')");
    assertThat(docs.getAll(List.of("b")).getFirst().vector("embedding")).containsExactly(1f, 2f);
    for (String wrong : List.of("1, 2", "[1, 2", "[a, 2]", "[1]", "[NaN, 1]", "[]")) {
      assertThatThrownBy(
              () -> pg.session().run("insert into embeddings values ('c', ?::text::vector)", wrong))
          .as(wrong)
          .isInstanceOf(RuntimeException.class);
    }
    assertThat(docs.count()).isEqualTo(2);
  }

  @Test
  @Proves("U13")
  void ofABatchThatFailsNothingIsThere() {
    VectorCollection docs = backend.namespace("default").collection("embeddings", 2);
    docs.store("a", new float[] {1, 0});
    pg.session().runPlain("alter table embeddings add check (id <> 'forbidden')");
    List<Row> batch =
        List.of(
            Row.of("id", "a", "embedding", new float[] {0, 1}),
            Row.of("id", "b", "embedding", new float[] {0, 1}),
            Row.of("id", "forbidden", "embedding", new float[] {0, 1}));
    assertThatThrownBy(() -> docs.upsert(batch)).hasMessageContaining("check constraint");
    assertThatThrownBy(() -> docs.add(batch)).isInstanceOf(InvalidRequest.class);
    assertThat(docs.count()).isEqualTo(1);
    assertThat(pg.text("select embedding from embeddings")).isEqualTo("[1,0]");
  }

  private static List<Object> ids(List<ScoredRow> hits) {
    return hits.stream().map(ScoredRow::id).toList();
  }

  private static float[] vector(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return vector;
  }
}
