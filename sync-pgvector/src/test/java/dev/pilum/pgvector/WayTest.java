package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When changes are merged into the target's table, and when a new one takes its place. */
class WayTest {
  private static final int ROWS = 12_000;
  private static final int FEW = 1_100;
  private static final int MANY = 1_300;

  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;
  private Table table;
  private PgMirror mirror;
  private int version;

  @BeforeEach
  void mirrorOnce() {
    db = Database.open(folder);
    table =
        db.createTable(
            "docs",
            Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.COSINE).build());
    change(ROWS);
    mirror = pg.mirror(pg.table("docs"));
    mirror.mirror(table, MirrorStrategy.FULL);
  }

  private void change(int count) {
    long[] ids = new long[count];
    float[] vectors = new float[2 * count];
    version++;
    for (int i = 0; i < count; i++) {
      ids[i] = i;
      vectors[2 * i] = i + 1;
      vectors[2 * i + 1] = version;
    }
    table.upsert(table.newBatch().longs("id", ids).vectors("v", vectors).build());
  }

  private String oid() {
    return pg.text("select 'docs'::regclass::oid");
  }

  private String indexes() {
    return pg.rows("select indexrelid::regclass from pg_index where indrelid = 'docs'::regclass")
        .toString();
  }

  @ParameterizedTest
  @EnumSource
  void manyChangesSwapANewTableInAndFewDoNot(MirrorStrategy strategy) {
    String before = oid();
    change(FEW);
    MirrorReport plan = mirror.plan(table, strategy);
    MirrorReport few = mirror.mirror(table, strategy);
    String kept = strategy == MirrorStrategy.FULL ? "merge" : "incremental";
    assertThat(few).extracting("what", "written").containsExactly(kept, (long) FEW);
    assertThat(few.why()).isEqualTo("1100 changes of 12000 rows are less than 10%");
    assertThat(plan).extracting("what", "why").containsExactly(few.what(), few.why());
    assertThat(oid()).isEqualTo(before);

    change(MANY);
    plan = mirror.plan(table, strategy);
    assertThat(oid()).as("a dry run does nothing").isEqualTo(before);
    List<String> heard = new ArrayList<>();
    MirrorProgress progress =
        new MirrorProgress() {
          @Override
          public void sent(long done, long total) {}

          @Override
          public void chosen(String what, String why) {
            heard.add(what + ": " + why);
          }
        };
    MirrorReport many = mirror.mirror(table, strategy, progress);
    assertThat(many).extracting("what", "rows").containsExactly("swap", (long) ROWS);
    assertThat(many.why()).isEqualTo("at least 1300 changes of 12000 rows are 10% or more");
    assertThat(plan)
        .extracting("what", "why", "rows", "version")
        .containsExactly("swap", many.why(), (long) ROWS, table.version());
    assertThat(heard).containsExactly("swap: " + many.why());
    assertThat(oid()).isNotEqualTo(before);
    assertThat(indexes()).contains("docs_pkey", "docs_v_hnsw");
    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).rows()).isZero();
  }

  @Test
  void allRowsGoIntoANewTableWhereNoIndexOfVectorsIsBuiltOrNobodyKnowsWhatChanged() {
    PgMirror plain = pg.mirror(pg.table("docs").withIndex(PgIndexKind.NONE));
    assertThat(plain.mirror(table, MirrorStrategy.FULL).why()).contains("indexes docs_v_hnsw");
    pg.session().runPlain("drop index docs_v_hnsw");
    assertThat(plain.mirror(table, MirrorStrategy.FULL))
        .extracting("what", "why")
        .containsExactly("swap", "no index of vectors has to be built");
    pg.session().runPlain("delete from pilum_sync");
    assertThat(mirror.mirror(table, MirrorStrategy.FULL))
        .extracting("what", "why")
        .containsExactly("swap", "it is not known what has changed");
    pg.session().runPlain("delete from docs");
    assertThat(mirror.mirror(table, MirrorStrategy.FULL))
        .extracting("what", "why")
        .containsExactly("swap", "it has no rows");
  }

  @Test
  void theShareIsAnOptionAndFewChangesOfASmallTableAreMerged() {
    change(MANY);
    MirrorOptions half = pg.table("docs").withSwapRatio(0.5);
    assertThat(pg.mirror(half).mirror(table, MirrorStrategy.INCREMENTAL).what())
        .isEqualTo("incremental");
    change(999);
    MirrorOptions any = half.withSwapRatio(0);
    assertThat(pg.mirror(any).mirror(table, MirrorStrategy.INCREMENTAL))
        .extracting("what", "why")
        .containsExactly("incremental", "999 changes are fewer than 1000");
    change(1_000);
    assertThat(pg.mirror(any).mirror(table, MirrorStrategy.INCREMENTAL).what()).isEqualTo("swap");
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> half.withSwapRatio(wrong)).isInstanceOf(InvalidRequest.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theModesThatAreAskedForAreTaken(MirrorStrategy strategy) {
    MirrorOptions options = pg.table("docs");
    change(MANY);
    assertThat(pg.mirror(options.withFull(FullMode.MERGE)).mirror(table, strategy))
        .extracting("what", "why")
        .containsExactly(strategy == MirrorStrategy.FULL ? "merge" : "incremental", "as asked");
    change(1);
    PgMirror swap = pg.mirror(options.withFull(FullMode.SWAP));
    assertThat(swap.mirror(table, strategy))
        .extracting("what", "why")
        .containsExactly("swap", "as asked");
    assertThat(swap.mirror(table, MirrorStrategy.INCREMENTAL).what()).isEqualTo("incremental");
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void withoutLeaveToCreateChangesAreMerged(MirrorStrategy strategy) {
    MirrorOptions manual = pg.table("docs").withDdl(DdlMode.MANUAL);
    change(MANY);
    PgMirror swap = pg.mirror(manual.withFull(FullMode.SWAP));
    assertThatThrownBy(() -> swap.mirror(table, strategy))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("a new table needs DdlMode.APPLY (--ddl apply)")
        .hasMessageContaining("--mode merge");
    MirrorReport report = pg.mirror(manual).mirror(table, strategy);
    assertThat(report.what()).isNotEqualTo("swap");
    assertThat(report.why()).contains("--ddl apply");
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grants | grant select on docs to public",
        "grants | grant select (id) on docs to public",
        "views | create view seen as select id from docs",
        "comments | comment on table docs is 'ours'"
      })
  void whatOthersMakeWhileANewTableIsLoadedStaysToo(String what, String sql) {
    PgMirror plain = pg.mirror(pg.table("docs").withIndex(PgIndexKind.NONE)); // soon built
    for (MirrorStrategy strategy : MirrorStrategy.values()) {
      pg.session().runPlain("drop table docs cascade");
      pg.session().runPlain("delete from pilum_sync");
      plain.mirror(table, MirrorStrategy.FULL);
      String before = oid();
      change(MANY);
      boolean[] done = new boolean[1];
      MirrorProgress meanwhile =
          (sent, total) -> {
            if (!done[0]) {
              pg.session().runPlain(sql);
              done[0] = true;
            }
          };
      assertThatThrownBy(() -> plain.mirror(table, strategy, meanwhile))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("would lose its ")
          .hasMessageContaining(what)
          .hasMessageContaining("run again");
      assertThat(done[0]).isTrue();
      assertThat(oid()).isEqualTo(before);
      MirrorReport report = plain.mirror(table, strategy);
      assertThat(report.what()).isNotEqualTo("swap");
      assertThat(report.why()).contains(what);
      assertThat(plain.verify(table).ok()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "views | create view seen as select id from docs",
        "views | create materialized view seen as select id from docs",
        "grants | grant select on docs to public",
        "grants | grant select (id) on docs to public",
        "columns more | alter table docs add more int",
        "indexes mine | create index mine on docs (id desc)",
        "foreign keys | create table other (id bigint references docs)",
        "constraints | alter table docs add check (id >= 0)",
        "defaults | alter table docs alter id set default 7",
        "comments | comment on table docs is 'ours'",
        "comments | comment on column docs.id is 'ours'",
        "rules | create rule none as on delete to docs where old.id < 0 do instead nothing",
        "functions | create function seen() returns bigint begin atomic select max(id) from docs;"
            + " end",
        "row security | create policy p on docs",
        "statistics | alter table docs add n int; alter table docs add m int; create statistics s"
            + " on n, m from docs",
        "partitions | create table child () inherits (docs)",
        "settings | alter table docs set (fillfactor = 70)",
        "triggers | create function seen() returns trigger language plpgsql as 'begin return new;"
            + " end'; create trigger seen before update on docs for each row execute function"
            + " seen()",
        "publications | drop publication if exists pilum_way; create publication pilum_way for"
            + " table docs",
        "identities | alter table docs alter id add generated by default as identity",
        "settings of columns | alter table docs alter v set storage plain",
        "settings of columns | alter table docs alter v set statistics 200",
        "settings of columns | alter table docs alter v set compression pglz",
        "settings of columns | alter table docs alter v set (n_distinct = 7)",
        "indexes docs_v_hnsw | alter index docs_v_hnsw set (m = 8)",
        "indexes docs_v_hnsw | drop index docs_v_hnsw; create index docs_v_hnsw on docs using hnsw"
            + " (v vector_cosine_ops) where id > 7"
      })
  void whatOthersMadeOfATableStays(String what, String sql) {
    pg.session().runPlain(sql);
    String before = oid();
    PgMirror swap = pg.mirror(pg.table("docs").withFull(FullMode.SWAP));
    for (MirrorStrategy strategy : MirrorStrategy.values()) {
      change(MANY);
      assertThatThrownBy(() -> swap.mirror(table, strategy))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("a new table would lose its ")
          .hasMessageContaining(what)
          .hasMessageContaining("--mode merge");
      MirrorReport report = mirror.mirror(table, strategy);
      assertThat(report.what()).isNotEqualTo("swap");
      assertThat(report.why()).startsWith("a new table would lose its ").contains(what);
      assertThat(report.written()).isEqualTo(MANY);
    }
    assertThat(oid()).isEqualTo(before);
    assertThat(mirror.verify(table).ok()).isTrue();
  }
}
