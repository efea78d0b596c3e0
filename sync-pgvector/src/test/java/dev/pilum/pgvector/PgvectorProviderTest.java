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
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.contract.Proves;
import java.nio.file.Path;
import java.util.List;
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
  @Proves("D10c")
  void aTableWithoutAKeyIsNoCollection() {
    pg.session().runPlain("create table docs (id text, body text)");
    try (Backend backend = open("")) {
      assertThat(messageOf(() -> backend.namespace("default").open("docs")))
          .contains("no primary key of one column");
    }
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
