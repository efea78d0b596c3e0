package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.backend.Backend;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Index;
import dev.pilum.backend.Namespace;
import dev.pilum.backend.VectorCollection;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.contract.Proves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes of the pgvector backend: their names, where there are none, and what they would miss. */
class PgvectorIndexTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .text("body")
          .field("rank", Types.uint16())
          .vector("embedding", 3, Metric.COSINE)
          .build();

  private final Backends backends = Backends.discover();
  @AutoClose private final PgSchema pg = PgSchema.create();

  private Backend open(String settings) {
    return backends.open(pg.backendUrl(settings));
  }

  @Test
  @Proves("S8")
  void whereThereCanBeNoIndexItIsSaid() {
    Schema schema =
        Schema.builder()
            .key("id", Types.utf8())
            .vector("large", 4_001, Metric.COSINE)
            .vector("half", 4_000, Metric.L2)
            .build();
    try (Backend backend = open("ddl=apply")) {
      backend.namespace("default").create("docs", schema);
      VectorCollection docs = backend.namespace("default").open("docs");
      docs.createIndex(new Index.Vector("half"));
      assertThat(messageOf(() -> docs.createIndex(new Index.Vector("large"))))
          .contains("column 'large' has 4001 coordinates", "4000 as halfvec", "compare all rows");
      float[] query = new float[4_001];
      query[7] = 1;
      docs.upsert(Row.of("id", "a", "large", query));
      assertThat(docs.search(dev.pilum.backend.Query.nearest("large", query))).hasSize(1);
    }
  }

  @Test
  void anIndexOfAnotherTableIsNotTakenForACollectionsOwn() {
    try (Backend backend = open("ddl=apply")) {
      Namespace namespace = backend.namespace("default");
      pg.session().runPlain("create table other (id bigint)");
      for (String kind : List.of("vector", "text", "scalar")) {
        pg.session().runPlain("create index docs_%s_%s on other (id)".formatted(kind, kind));
      }
      Schema schema =
          Schema.builder()
              .key("id", Types.utf8())
              .text("text")
              .field("scalar", Types.int64())
              .vector("vector", 2, Metric.COSINE)
              .build();
      for (String kind : List.of("text", "vector")) {
        assertThat(messageOf(() -> namespace.create("docs", schema)))
            .contains("\"docs_%s_%s\", which one of table".formatted(kind, kind));
        assertThat(namespace.exists("docs")).isFalse();
        pg.session().runPlain("drop index docs_%s_%s".formatted(kind, kind));
      }
      assertThat(namespace.create("docs", schema)).isTrue();
      VectorCollection docs = namespace.open("docs");
      Index scalar = new Index.Scalar("scalar", ScalarIndex.ORDERED);
      assertThat(messageOf(() -> docs.createIndex(scalar)))
          .contains("\"docs_scalar_scalar\", which one of table");
    }
  }

  @Test
  @Proves("O6")
  void theVectorIndexHasTheConfiguredName() {
    try (Backend backend = open("ddl=apply&table=docs&index_name=docs_ann&index=ivfflat")) {
      backend.namespace("default").create("docs", SCHEMA);
      backend.namespace("default").create("notes", SCHEMA);
      assertThat(indexes("ivfflat"))
          .containsExactly(List.of("docs_ann"), List.of("notes_embedding_vector"));
    }
  }

  @Test
  void oneOfSeveralVectorIndexesHasTheConfiguredName() {
    Schema two =
        Schema.builder()
            .key("id", Types.utf8())
            .vector("title", 2, Metric.COSINE)
            .vector("body", 2, Metric.COSINE)
            .build();
    try (Backend backend = open("ddl=apply&table=docs&index_name=docs_ann")) {
      backend.namespace("default").create("docs", two);
    }
    assertThat(indexes("hnsw")).containsExactly(List.of("docs_ann"), List.of("docs_body_vector"));
  }

  /**
   * Returns the names of the indexes of a kind. Not by {@code pg_indexes}, which looks at every
   * schema's: other tests drop theirs meanwhile.
   */
  private List<List<String>> indexes(String method) {
    return pg.rows(
        "select relname from pg_class where relam = (select oid from pg_am where amname = '"
            + method
            + "') and relnamespace = '"
            + pg.name()
            + "'::regnamespace order by 1");
  }

  @Test
  @Proves({"U2", "S8"})
  void whatAnIndexWouldMissIsRefusedOrFoundWithoutIt() {
    try (Backend backend = open("ddl=apply")) {
      VectorCollection docs = backend.namespace("n").collection("docs", SCHEMA);
      float[] zero = new float[3];
      assertThat(messageOf(() -> docs.store("a", zero))).contains("a vector of zeros");
      docs.store("a", new float[] {1, 0, 0});
      docs.store("b", new float[] {0, 1, 0});
      assertThat(docs.search(zero, 5)).extracting(hit -> hit.score()).containsExactly(0f, 0f);
      assertThat(messageOf(() -> docs.search(dev.pilum.backend.Query.words("body", "中文"))))
          .contains("does not cut Chinese");
    }
  }

  @Test
  @Proves({"U2", "S8"})
  void zerosOfEveryElementAreRefusedWhereAnIndexWouldMissThem() {
    try (Backend backend = open("ddl=apply")) {
      for (Element element : List.of(Element.FLOAT32, Element.FLOAT16, Element.INT8)) {
        for (Metric metric : List.of(Metric.COSINE, Metric.L2)) {
          Schema schema =
              Schema.builder()
                  .key("id", Types.utf8())
                  .vector("v", new DataType.Vector(element, 3), metric)
                  .build();
          VectorCollection docs = backend.namespace("n").collection(element + "-" + metric, schema);
          Object zero = element == Element.INT8 ? new byte[3] : new float[] {0, -0f, 0};
          Object tiny = element == Element.FLOAT16 ? new float[] {1e-9f, 0, 0} : zero;
          docs.upsert(Row.of("id", "null", "v", null));
          for (Object value : List.of(zero, tiny)) {
            Row row = Row.of("id", "a", "v", value);
            if (metric == Metric.COSINE) {
              assertThat(messageOf(() -> docs.upsert(row))).contains("a vector of zeros");
              assertThat(messageOf(() -> docs.add(List.of(row)))).contains("a vector of zeros");
              assertThat(messageOf(() -> docs.update(Filters.eq("id", "null"), Map.of("v", value))))
                  .contains("a vector of zeros");
            } else {
              docs.upsert(row);
              assertThat(docs.search(new float[] {1, 0, 0}, 5)).hasSize(1);
            }
          }
        }
      }
    }
  }

  @Test
  @Proves({"U18", "S8"})
  void zerosOfAMirrorAreFoundWhereTheEngineFindsThem(@TempDir Path folder) {
    for (Element element : List.of(Element.FLOAT32, Element.INT8)) {
      Schema schema =
          Schema.builder()
              .key("id", Types.int64())
              .vector("v", new DataType.Vector(element, 2), Metric.COSINE)
              .build();
      String name = "docs_" + element.name().toLowerCase(Locale.ROOT);
      try (Database db = Database.open(folder.resolve(name));
          Backend backend = open("")) {
        Table table = db.createTable(name, schema);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) { // a tenth ahead, three of zeros, the others behind
          int x = i % 10 == 0 ? 50 + i % 7 : i % 10 < 4 ? 0 : -50;
          int y = i % 10 > 0 && i % 10 < 4 ? 0 : i % 100;
          Object v = element == Element.INT8 ? new byte[] {(byte) x, (byte) y} : new float[] {x, y};
          rows.add(Row.of("id", (long) i, "v", v));
        }
        table.upsert(rows);
        pg.mirror(pg.table(name)).mirror(table, MirrorStrategy.FULL);
        pg.session().runPlain("analyze " + name);
        VectorCollection docs = backend.namespace("default").open(name);
        float[] query = {1, -0.3f};
        for (int limit : List.of(200, 500, 1_000)) {
          assertThat(docs.search(query, limit).stream().map(hit -> hit.score()).toList())
              .as("%s, %d", element, limit)
              .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Float.class)
              .isEqualTo(
                  table.search("v", query).limit(limit).hits().stream()
                      .map(hit -> hit.score())
                      .toList());
        }
      }
    }
  }

  private static String messageOf(Runnable call) {
    var thrown = org.assertj.core.api.Assertions.catchThrowable(call::run);
    assertThat(thrown).isInstanceOf(PilumException.class);
    return thrown.getMessage();
  }
}
