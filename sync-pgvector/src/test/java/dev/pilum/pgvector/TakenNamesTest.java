package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that a mirror gives are its own, and what has them already stays what it is. */
class TakenNamesTest {
  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;

  @BeforeEach
  void open() {
    db = Database.open(folder);
  }

  @Test
  void indexesOfColumnsWithLongNamesAreToldApart() {
    Table small =
        db.createTable(
            "small",
            Schema.builder()
                .key("id", Types.int64())
                .vector("embedding_of_the_title", 2, Metric.COSINE)
                .vector("embedding_of_the_text", 2, Metric.COSINE)
                .build());
    String name = "articles_of_the_newspaper_of_record_since_1851";
    PgMirror swap = pg.mirror(pg.table(name).withFull(FullMode.SWAP));
    for (int round = 0; round < 2; round++) {
      swap.mirror(small, MirrorStrategy.FULL);
      assertThat(
              pg.rows(
                  "select indexdef from pg_indexes where tablename = '"
                      + name
                      + "' and indexdef like '%hnsw%' order by 1"))
          .hasSize(2)
          .anyMatch(index -> index.getFirst().contains("(embedding_of_the_title "))
          .anyMatch(index -> index.getFirst().contains("(embedding_of_the_text "));
    }
  }

  @Test
  void anIndexOfAnotherTableIsNotTakenForTheMirrorsOwn() {
    Schema of = Schema.builder().key("id", Types.int64()).vector("a_v", 2, Metric.L2).build();
    Table small = db.createTable("small", of);
    pg.session().runPlain("create table t_a (id bigint primary key, v vector(2))");
    pg.session().runPlain("create index t_a_v_hnsw on t_a using hnsw (v vector_l2_ops)");
    PgMirror taken = pg.mirror(pg.table("t"));
    assertThatThrownBy(() -> taken.apply(of))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("\"t_a_v_hnsw\", which one of table")
        .hasMessageContaining(".\"t_a\" has; give that another name");
    assertThatThrownBy(() -> taken.mirror(small, MirrorStrategy.FULL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("\"t_a_v_hnsw\", which one of table");
    pg.session().runPlain("alter index t_a_v_hnsw rename to mine");
    taken.mirror(small, MirrorStrategy.FULL);
    assertThat(
            pg.text(
                "select indrelid::regclass from pg_index where indexrelid ="
                    + " 't_a_v_hnsw'::regclass"))
        .isEqualTo("t");
    taken.apply(of);
  }

  @Test
  void tablesThatHaveTheNamesOfPassingOnesStay() {
    Table table = db.createTable("docs", AllTypes.schema());
    table.upsert(AllTypes.rows(5));
    PgMirror mirror = pg.mirror(pg.table("docs"));
    mirror.mirror(table, MirrorStrategy.FULL);
    PgMirror swap = pg.mirror(pg.table("docs").withFull(FullMode.SWAP));
    for (String name : List.of("docs__pilum_new", "docs__pilum_old")) {
      pg.session().runPlain("create table " + name + " as select 7 as mine");
      assertThatThrownBy(() -> swap.mirror(table, MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining(name)
          .hasMessageContaining("rename or drop that one");
      assertThat(pg.text("select mine from " + name)).isEqualTo("7");
      pg.session().runPlain("drop table " + name);
    }
    assertThat(swap.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("swap");
  }
}
