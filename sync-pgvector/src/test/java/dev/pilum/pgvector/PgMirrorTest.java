package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pgvector.PGvector;
import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full and incremental mirrors of a table with all types, on a real server. */
class PgMirrorTest {
  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;
  private Table table;
  private PgMirror mirror;

  @BeforeEach
  void open() {
    db = Database.open(folder);
    table = db.createTable("docs", AllTypes.schema());
    table.upsert(AllTypes.rows(50));
    mirror = pg.mirror(pg.table("docs"));
  }

  @Test
  void everyTypeArrivesByteForByte() {
    MirrorReport report = mirror.mirror(table, MirrorStrategy.FULL);

    assertThat(report.what()).isEqualTo("create");
    assertThat(report.rows()).isEqualTo(53);
    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(pg.text("select words from docs where id = 'row-7'"))
        .isEqualTo("Grüße, 世界 🚀 \"quoted\" \\ 7");
    assertThat(pg.text("select v32 from docs where id = 'row-7'")).isEqualTo("[8,0.25,-1]");
    assertThat(pg.text("select v8 from docs where id = 'row-7'")).isEqualTo("[1,-128,7]");
    assertThat(pg.text("select bits from docs where id = 'a'")).isEqualTo("0000000101011010");
    assertThat(pg.text("select price from docs where id = 'a'")).isEqualTo("12346.6700");
    assertThat(pg.text("select at at time zone 'UTC' from docs where id = 'row-0'"))
        .isEqualTo("1969-07-20 20:17:40.123456");
    assertThat(pg.text("select info->'deep'->>'x' from docs where id = 'a'")).isEqualTo("true");
    assertThat(pg.text("select tags[2] from docs where id = 'a'")).isEqualTo("y, z");
    assertThat(pg.text("select many[2] from docs where id = 'row-5'")).isEqualTo("[5,2]");
  }

  @Test
  void vectorsAreWhatPgvectorsOwnClientSends() throws java.sql.SQLException {
    mirror.mirror(table, MirrorStrategy.FULL);

    String own = new PGvector(new float[] {8, 0.25f, -1}).getValue();
    assertThat(pg.text("select id from docs where v32 = '" + own + "'::vector")).isEqualTo("row-7");
  }

  @Test
  void aSecondIncrementalMirrorMovesOnlyWhatChanged() {
    mirror.mirror(table, MirrorStrategy.FULL);
    table.upsert(AllTypes.ordinary("row-1", 1001));
    table.upsert(AllTypes.ordinary("row-1", 1002));
    table.upsert(AllTypes.ordinary("new", 7));
    table.delete("row-2");

    MirrorReport report = mirror.mirror(table, MirrorStrategy.INCREMENTAL);

    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.version()).isEqualTo(table.version());
    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).rows()).isZero();
  }

  @Test
  void changesGoInManySmallTransactionsToo() {
    PgMirror small = pg.mirror(pg.table("docs").withBatchChanges(3));
    small.mirror(table, MirrorStrategy.FULL);
    for (int i = 0; i < 10; i++) {
      table.upsert(AllTypes.rows(i));
      table.delete("row-" + i);
    }

    small.mirror(table, MirrorStrategy.INCREMENTAL);

    assertThat(small.verify(table).ok()).isTrue();
    assertThat(pg.text("select version from pilum_sync")).isEqualTo(Long.toString(table.version()));
  }

  @Test
  void ofTwoMirrorsAtOnceOneIsToldToTryAgain() {
    mirror.mirror(table, MirrorStrategy.FULL);
    table.delete("row-1");
    MirrorProgress meanwhile =
        new MirrorProgress() {
          @Override
          public void sent(long done, long total) {}

          @Override
          public void chosen(String what, String why) {
            assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).deleted()).isEqualTo(1);
            table.delete("row-2");
          }
        };
    assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL, meanwhile))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("somebody else mirrors into")
        .hasMessageContaining("run again");
    assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).deleted()).isEqualTo(1);
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  @Test
  void whatAnotherMirrorCreatesAtTheSameTimeIsThere() throws InterruptedException {
    Session other = pg.session();
    other.begin();
    other.runPlain(DdlRenderer.createSyncTable(pg.name()));
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread mirroring =
        new Thread(() -> {
          try {
            outcome.set(mirror.mirror(table, MirrorStrategy.FULL).what());
          } catch (PilumException e) {
            outcome.set(e);
          }
        });
    mirroring.start();
    try (Session watching = Session.open(PgSchema.target(), pg.name())) {
      String waits =
          "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query"
              + " like 'create table%' and query like ?)";
      while (mirroring.isAlive() && !watching.is(waits, "%" + pg.name() + "%")) {
        Thread.onSpinWait();
      }
    }
    try {
      other.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    mirroring.join();
    assertThat(outcome).hasValue("create");
  }

  /** Managed servers give roles timeouts for the queries of applications. */
  @Test
  void aMirrorTakesAsLongAsItTakes() {
    String url = TestServer.url();
    PgTarget hasty =
        PgTarget.of(
            url
                + (url.contains("?") ? "&" : "?")
                + "options=-c%20statement_timeout=60000%20-c%20lock_timeout=50000"
                + "%20-c%20idle_in_transaction_session_timeout=40000");
    try (Session session = Place.of(hasty, pg.table("docs"), table).connect()) {
      assertThat(session.text("show statement_timeout")).isEqualTo("0");
      assertThat(session.text("show idle_in_transaction_session_timeout")).isEqualTo("0");
      assertThat(session.text("show lock_timeout"))
          .as("readers wait behind locks")
          .isEqualTo("50s");
    }
  }

  @Test
  void dryRunsSayWhatWouldBeDoneAndDoNothing() {
    MirrorReport plan = mirror.plan(table, MirrorStrategy.FULL);
    String why = "there is no table";
    assertThat(plan).isEqualTo(new MirrorReport("create", why, 53, 0, 0, table.version(), true));
    assertThat(pg.text("select to_regclass('" + pg.name() + ".docs')")).isNull();

    mirror.mirror(table, MirrorStrategy.FULL);
    table.delete("a");
    assertThat(mirror.plan(table, MirrorStrategy.INCREMENTAL).deleted()).isEqualTo(1);
    assertThat(pg.text("select count(*) from docs where id = 'a'")).isEqualTo("1");
    assertThat(table.feeds().getFirst().position().version()).isEqualTo(table.version() - 1);
  }

  @Test
  void aFullMirrorAgainSwapsANewTableInAndKeepsTheIndexNames() {
    mirror.mirror(table, MirrorStrategy.FULL);
    List<List<String>> indexes = indexes();
    table.delete("a");

    PgMirror swap = pg.mirror(pg.table("docs").withFull(FullMode.SWAP));
    assertThat(swap.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("swap");

    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(indexes()).isEqualTo(indexes);
    assertThat(indexes.toString()).contains("docs_pkey", "docs_v32_hnsw", "docs_bits_hnsw");
  }

  private List<List<String>> indexes() {
    return pg.rows(
        "select indexname, indexdef from pg_indexes where tablename = 'docs' and schemaname = '"
            + pg.name()
            + "' order by 1");
  }

  @Test
  void foreignColumnsGrantsAndViewsStay() {
    mirror.mirror(table, MirrorStrategy.FULL);
    pg.session().runPlain("alter table docs add created_at timestamptz not null default now()");
    pg.session().runPlain("create view short as select id, words from docs");
    pg.session().runPlain("grant select on docs to public");
    String created = pg.text("select created_at from docs where id = 'row-1'");
    table.upsert(AllTypes.ordinary("row-1", 77));
    table.delete("a");

    MirrorReport report = mirror.mirror(table, MirrorStrategy.FULL);

    assertThat(report).extracting("what", "written", "deleted").containsExactly("merge", 1L, 1L);
    assertThat(pg.text("select created_at from docs where id = 'row-1'")).isEqualTo(created);
    assertThat(pg.text("select count(*) from short")).isEqualTo("52");
    assertThat(mirror.verify(table).ok()).isTrue();
    PgMirror swap = pg.mirror(pg.table("docs").withFull(FullMode.SWAP));
    assertThatThrownBy(() -> swap.mirror(table, MirrorStrategy.FULL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("would lose its columns created_at, grants, views");
  }

  @Test
  void oneChangedRowShowsAsExactlyOneRange() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rows.add(Row.of("id", "k" + i, "v32", new float[] {i, 1, 2}));
    }
    table.upsert(rows);
    mirror.mirror(table, MirrorStrategy.FULL);
    assertThat(mirror.verify(table).ranges()).hasSize(21).allMatch(KeyRange::same);
    pg.session().runPlain("update docs set f64 = 0.0 where id = 'extreme'"); // it was minus zero

    List<KeyRange> different = mirror.verify(table).different();

    assertThat(different).hasSize(1);
    assertThat("extreme").isGreaterThanOrEqualTo(different.getFirst().from());
    assertThat("extreme").isLessThan(different.getFirst().to());
  }

  @Test
  void columnsGoWhereOptionsSay() {
    pg.session()
        .runPlain(
            "create table own (pk text primary key, emb vector(3), note text default 'theirs')");
    Table small =
        db.createTable(
            "small",
            Schema.builder().key("id", Types.utf8()).vector("embedding", 3, Metric.COSINE).build());
    small.upsert(Row.of("id", "a", "embedding", new float[] {1, 2, 3}));
    MirrorOptions options = pg.table("own").withColumns(Map.of("id", "pk", "embedding", "emb"));

    MirrorReport report = pg.mirror(options).mirror(small, MirrorStrategy.FULL);

    assertThat(report.what()).isEqualTo("load");
    assertThat(pg.rows("select * from own")).containsExactly(List.of("a", "[1,2,3]", "theirs"));
    assertThat(pg.mirror(options).verify(small).ok()).isTrue();
  }

  @Test
  void rowsOfAnotherTableAreNotOverwritten() {
    mirror.mirror(table, MirrorStrategy.FULL);
    Table other = db.createTable("other", AllTypes.schema());

    assertThatThrownBy(() -> mirror.mirror(other, MirrorStrategy.FULL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("holds the rows of another table");
    assertThatThrownBy(() -> mirror.mirror(other, MirrorStrategy.INCREMENTAL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("holds the rows of another table");
  }

  @Test
  void aTargetRestoredFromABackupIsNoticed() {
    mirror.mirror(table, MirrorStrategy.FULL);
    String version = pg.text("select version from pilum_sync");
    table.delete("a");
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    pg.session().runPlain("update pilum_sync set version = " + version);

    assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("the target was restored from a backup")
        .hasMessageContaining("--strategy full");
    mirror.mirror(table, MirrorStrategy.FULL);
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  @Test
  void aSourceRestoredFromABackupIsNoticed(@TempDir Path other) {
    mirror.mirror(table, MirrorStrategy.FULL);
    db.backup(other.resolve("db"));
    table.delete("a");
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    try (Database restored = Database.open(other.resolve("db"))) {
      Table behind = restored.openTable("docs");
      assertThatThrownBy(() -> mirror.mirror(behind, MirrorStrategy.INCREMENTAL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("it was restored from a backup");
      behind.delete("row-1");
      behind.delete("row-2");
      assertThatThrownBy(() -> mirror.mirror(behind, MirrorStrategy.INCREMENTAL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("--strategy full");
    }
  }

  @Test
  void manualDdlCreatesNothing() {
    PgMirror manual = pg.mirror(pg.table("docs").withDdl(DdlMode.MANUAL));

    assertThatThrownBy(() -> manual.mirror(table, MirrorStrategy.FULL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("create table if not exists");
    assertThat(
            pg.rows(
                "select 1 from pg_class where relnamespace = '" + pg.name() + "'::regnamespace"))
        .isEmpty();

    manual.ddl(table.schema()).all().forEach(pg.session()::runPlain);
    assertThat(manual.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("load");
    assertThat(manual.verify(table).ok()).isTrue();
  }

  @Test
  void columnsOfOtherTypesAreNotReadAsIfTheyHadOurs() {
    Schema schema =
        Schema.builder()
            .key("id", Types.utf8())
            .field("n", Types.int64())
            .field("x", Types.float32())
            .vector("v", 2, Metric.L2)
            .build();
    Table back = db.createTable("back", schema);
    PgMirror own = pg.mirror(pg.table("own"));
    pg.session()
        .runPlain(
            "create table own (id varchar(9) primary key, n int, x double precision, v vector)");
    pg.session().runPlain("insert into own values ('a', 7, 0.5, '[1,2,3]')");
    assertThatThrownBy(() -> own.importInto(back))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("column \"x\" of")
        .hasMessageContaining("is double precision, but 'x' of table 'back' is mirrored as real");
    pg.session().runPlain("alter table own alter x type real");
    assertThatThrownBy(() -> own.importInto(back))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("a vector there has 3 coordinates, the column has 2");
    assertThat(back.count()).isZero();
    pg.session().runPlain("update own set v = '[1,2]'");
    assertThat(own.importInto(back)).isEqualTo(1);
    assertThat(back.get("a").get("n")).as("whole numbers of any size are read").isEqualTo(7L);
  }

  @Test
  void rowsComeBackByteForByte() {
    mirror.mirror(table, MirrorStrategy.FULL);
    Table back = db.createTable("back", AllTypes.schema());

    assertThat(mirror.importInto(back)).isEqualTo(53);

    for (Row row : AllTypes.rows(50)) {
      Object key = row.get("id");
      assertThat(back.get(key))
          .usingRecursiveComparison()
          .withEqualsForType(Float::equals, Float.class) // bits, and NaN is NaN
          .withEqualsForType(Double::equals, Double.class)
          .isEqualTo(table.get(key));
    }
    PgMirror again = pg.mirror(pg.table("again"));
    again.mirror(back, MirrorStrategy.FULL);
    String bytes = "select md5(string_agg(x::text, '|' order by id)) from ";
    assertThat(pg.text(bytes + "again x")).isEqualTo(pg.text(bytes + "docs x"));
  }
}
