package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendConfig;
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
import org.opentest4j.TestAbortedException;

/** What the pgvector backend alone does: who creates tables, which tables are collections. */
class PgvectorProviderTest {
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
  @Proves({"D1", "O6"})
  void theProviderIsFoundByItsNames() {
    String url = pg.backendUrl("");
    for (String name : List.of("pgvector", "postgres", "postgresql", "postgres_pgvector")) {
      BackendConfig config = BackendConfig.of(Map.of("backend", name, "url", url));
      try (Backend backend = backends.open(config)) {
        assertThat(backend).hasToString("backend 'pgvector'");
        assertThat(backend.capabilities().vector()).isTrue();
        assertThat(backend.capabilities().fts()).isTrue();
        assertThat(backend.capabilities().hybrid()).isTrue();
        assertThat(backend.capabilities().scalarIndex()).isTrue();
        assertThat(backend.capabilities().nativeEmbedding()).isFalse();
      }
    }
  }

  @Test
  @Proves({"D3", "D10c"})
  void nothingIsCreatedUnaskedAndTheStatementsSaidDoIt() {
    try (Backend backend = open("")) {
      Namespace home = backend.namespace("default");
      String said = messageOf(() -> home.create("docs", SCHEMA));
      assertThat(said)
          .startsWith("Table docs does not exist, and nothing is created unasked")
          .contains("information_schema.tables", "'ddl: apply'");
      assertThat(
              pg.rows(
                  "select 1 from information_schema.tables where table_schema = '"
                      + pg.name()
                      + "'"))
          .isEmpty();
      for (String statement : said.substring(said.indexOf('\n') + 1).split(";\n?", -1)) {
        pg.session().runPlain(statement);
      }
      assertThat(home.create("docs", SCHEMA)).isFalse();
      VectorCollection docs = home.open("docs");
      assertThat(docs.schema().field("rank").type()).isEqualTo(Types.uint16());
      docs.upsert(Row.of("id", "a", "rank", 65_535, "embedding", new float[] {1, 0, 0}));
      assertThat(docs.search(new float[] {1, 0, 0}, 1)).hasSize(1);
      docs.createIndex(new Index.Vector("embedding"));
      assertThat(messageOf(() -> home.drop("docs"))).contains("drop table", "'ddl: apply'");
      assertThat(docs.count()).isEqualTo(1);
    }
  }

  @Test
  @Proves({"D17", "D14"})
  void namespacesThatLookAlikeAreDifferentTables() {
    List<CollectionName> names =
        List.of(
            new CollectionName("default", "a__b"),
            new CollectionName("a", "b"),
            new CollectionName("a_", "b"),
            new CollectionName("a", "_b"),
            new CollectionName("a__b", "c"),
            new CollectionName("a", "b__c"),
            new CollectionName("default", "pilum_sync"),
            new CollectionName("x".repeat(64), "y".repeat(64)),
            new CollectionName("x".repeat(64), "y".repeat(63)));
    assertThat(names.stream().map(name -> name.table("default")))
        .doesNotHaveDuplicates()
        .allSatisfy(table -> assertThat(table.length()).isLessThanOrEqualTo(63));
    try (Backend backend = open("ddl=apply")) {
      for (CollectionName name : names) {
        backend.namespace(name.namespace()).create(name.collection(), SCHEMA);
      }
      backend.namespace("a").collectionNames().forEach(backend.namespace("a")::drop);
      for (CollectionName name : names) {
        assertThat(backend.namespace(name.namespace()).exists(name.collection()))
            .as("%s", name)
            .isEqualTo(!name.namespace().equals("a"));
      }
    }
  }

  @Test
  @Proves({"O5", "D14"})
  void aMirroredTableIsACollectionThatIsNeverDropped(@TempDir Path folder) {
    try (Database db = Database.open(folder);
        Backend backend = open("ddl=apply")) {
      Table table = db.createTable("docs", AllTypes.schema());
      table.upsert(AllTypes.rows(5));
      pg.mirror(pg.table("docs")).mirror(table, MirrorStrategy.FULL);
      pg.session().runPlain("alter table docs add secret xml");

      Namespace home = backend.namespace("default");
      VectorCollection docs = home.open("docs");
      assertThat(home.collectionNames()).as("only what backends made is listed").isEmpty();
      assertThat(docs.count()).isEqualTo(table.count());
      assertThat(docs.schema().field("v16").metric()).isEqualTo(Metric.L2);
      assertThat(docs.schema().names()).doesNotContain("secret", "info", "many");
      float[] query = {3, 0.25f, -1};
      assertThat(docs.search(dev.pilum.backend.Query.nearest("v32", query)))
          .extracting(hit -> hit.id())
          .isEqualTo(
              table.search("v32", query).hits().stream().map(hit -> hit.row().get("id")).toList());
      docs.update(Filters.eq("id", "a"), Map.of("words", "changed there"));
      assertThat(pg.text("select words from docs where id = 'a'")).isEqualTo("changed there");
      assertThat(messageOf(() -> home.drop("docs"))).contains("drop it yourself: drop table");
    }
  }

  @Test
  @Proves("D14")
  void whatIsListedIsFoundWhateverBecameOfTheTables() {
    try (Backend backend = open("ddl=apply")) {
      for (String name : List.of("docs", "notes", "papers")) {
        backend.namespace("default").create(name, SCHEMA);
        backend.namespace("a").create(name, SCHEMA);
      }
    }
    pg.session().runPlain("alter table docs rename to docs_of_last_year");
    pg.session().runPlain("alter table a__notes rename to notes_of_a");
    pg.session().runPlain("create table copied (like papers including all)");
    pg.session().runPlain("comment on table copied is " + Names.literal(comment("papers")));
    for (String home : List.of("default", "a", "b")) {
      try (Backend backend = open("namespace=" + home)) {
        for (String name : List.of("default", "a", "b")) {
          Namespace namespace = backend.namespace(name);
          assertThat(namespace.collectionNames())
              .as("%s, where %s is at home", name, home)
              .isEqualTo(expectedAt(home, name))
              .allSatisfy(found -> assertThat(namespace.exists(found)).isTrue());
        }
      }
    }
  }

  private String comment(String table) {
    return pg.text("select obj_description('%s'::regclass, 'pg_class')".formatted(table));
  }

  private static List<String> expectedAt(String home, String namespace) {
    return switch (home + " " + namespace) {
      case "default default" -> List.of("notes", "papers");
      case "default a", "b a" -> List.of("docs", "papers");
      default -> List.of();
    };
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
  @Proves("D10c")
  void aTableWithoutAKeyIsNoCollection() {
    pg.session().runPlain("create table docs (id text, body text)");
    try (Backend backend = open("")) {
      assertThat(messageOf(() -> backend.namespace("default").open("docs")))
          .contains("no primary key of one column");
    }
  }

  @Test
  @Proves("O6")
  void theVectorIndexHasTheConfiguredName() {
    try (Backend backend = open("ddl=apply&table=docs&index_name=docs_ann&index=ivfflat")) {
      backend.namespace("default").create("docs", SCHEMA);
      backend.namespace("default").create("notes", SCHEMA);
      assertThat(
              pg.rows(
                  "select relname from pg_class where relam = (select oid from pg_am where amname ="
                      + " 'ivfflat') and relnamespace = '"
                      + pg.name()
                      + "'::regnamespace order by 1"))
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
    assertThat(
            pg.rows(
                "select indexname from pg_indexes where indexdef like '%hnsw%' and schemaname = '"
                    + pg.name()
                    + "' order by 1"))
        .containsExactly(List.of("docs_ann"), List.of("docs_body_vector"));
  }

  @Test
  @Proves({"O6", "D6"})
  void settingsThatAreWrongAreNamedAndPasswordsAreNot() {
    String place = PgSchema.target().place().substring(2);
    String wrong = "postgresql://postgres:s3cr%40t@" + place;
    assertThat(messageOf(() -> backends.open(wrong)))
        .contains("password authentication failed", "check user and password")
        .doesNotContain("s3cr");
    assertThat(
            PgSettings.of(BackendConfig.ofUrl(wrong + "?sslmode=require"))
                .target()
                .login("sslmode"))
        .isEqualTo("require");
    assertThat(messageOf(() -> backends.open(wrong + "?sslmode=require")))
        .as("sslmode goes to the driver, and this server has no SSL")
        .contains("SSL")
        .doesNotContain("s3cr");
    for (String setting : List.of("ddl=maybe", "index=tree", "pool_size=0", "shema=x")) {
      assertThat(messageOf(() -> open(setting))).contains(setting.split("=", 2)[0]);
    }
    assertThat(messageOf(() -> backends.open("postgresql://localhost"))).contains("'database'");
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

  @Test
  @Proves("S9")
  void aServerThatGoesAwayIsSaidAndFoundAgain() {
    try (Backend backend = open("ddl=apply&application_name=" + pg.name())) {
      VectorCollection docs = backend.namespace("n").collection("docs", SCHEMA);
      docs.store("a", new float[] {1, 0, 0});
      pg.rows(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '"
              + pg.name()
              + "'");
      try {
        docs.count();
      } catch (PilumException e) {
        assertThat(e.code()).isEqualTo("STORAGE_FAILED");
      }
      assertThat(docs.count()).isEqualTo(1);
    }
  }

  @Test
  @Proves("U15")
  void testsAskForAServerAndAreSkippedWithoutOne() {
    for (String none : new String[] {null, ""}) {
      assertThatThrownBy(() -> TestServer.url(none, () -> null))
          .isInstanceOf(TestAbortedException.class)
          .hasMessageContaining("export TEST_POSTGRES_URL=$(dev/pgvector up)")
          .hasMessageContaining("Docker");
      assertThat(TestServer.url(none, () -> "a container")).isEqualTo("a container");
    }
    assertThat(TestServer.url("own", () -> "a container")).isEqualTo("own");
  }

  private static String messageOf(Runnable call) {
    var thrown = org.assertj.core.api.Assertions.catchThrowable(call::run);
    assertThat(thrown).isInstanceOf(PilumException.class);
    return thrown.getMessage();
  }
}
