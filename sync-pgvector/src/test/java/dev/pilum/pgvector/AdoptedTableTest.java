package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.backend.Backend;
import dev.pilum.backend.Backends;
import dev.pilum.backend.Index;
import dev.pilum.backend.Query;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of other programs as collections: which index they have, and which they need. */
class AdoptedTableTest {
  private static final int ROWS = 3_000;
  private static final float[] QUERY = {3, 1, -2, 0.5f, 1, 0, 0, 2};

  @AutoClose private final PgSchema pg = PgSchema.create();

  @BeforeEach
  void createTable() {
    pg.session().runPlain("create table docs (id int primary key, \"Vec\" vector(8))");
    pg.session()
        .runPlain(
            "select setseed(0.5); insert into docs select i, array(select random() - 0.5 from"
                + " generate_series(1, 8) where i = i)::vector from generate_series(1, "
                + ROWS
                + ") i");
  }

  private Backend open() {
    return Backends.discover().open(pg.backendUrl("ddl=apply&application_name=" + pg.name()));
  }

  private void index(String name, String over) {
    pg.session().runPlain("create index " + name + " on docs using hnsw (" + over + ")");
    pg.session().runPlain("analyze docs");
  }

  /** Returns the indexes that were used since they are there, once all connections have said so. */
  private List<String> used() {
    String open = "select 1 from pg_stat_activity where application_name = '" + pg.name() + "'";
    while (pg.text(open) != null) {
      Thread.onSpinWait();
    }
    return pg
        .rows(
            "select indexrelname from pg_stat_user_indexes where idx_scan > 0 and schemaname = '"
                + pg.name()
                + "' and relname = 'docs' and indexrelname <> 'docs_pkey' order by 1")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  /** At least nine of the ten that comparing with every row finds. */
  private void checkNearest(VectorCollection docs, String operator) {
    List<ScoredRow> hits = docs.search(Query.nearest("Vec", QUERY).limit(10));
    pg.session().runPlain("set enable_indexscan = off");
    Set<String> exact = new HashSet<>();
    pg.rows(
            "select id from docs order by \"Vec\"::vector(8) %s '%s'::vector limit 10"
                .formatted(operator, PgText.vector(QUERY)))
        .forEach(row -> exact.add(row.getFirst()));
    exact.removeAll(hits.stream().map(hit -> hit.id().toString()).toList());
    assertThat(hits).hasSize(10);
    assertThat(exact).hasSizeLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({"halfvec_cosine_ops,COSINE,<=>", "halfvec_l2_ops,L2,<->", "halfvec_ip_ops,DOT,<#>"})
  void anIndexOverACastGivesTheMetricAndIsUsed(String operators, Metric metric, String operator) {
    index("cast_index", "(\"Vec\"::halfvec(8)) " + operators);
    try (Backend backend = open()) {
      VectorCollection docs = backend.namespace("default").open("docs");
      assertThat(docs.schema().field("Vec").metric()).isEqualTo(metric);
      docs.createIndex(new Index.Vector("Vec"));
      checkNearest(docs, operator);
    }
    assertThat(used()).containsExactly("cast_index");
  }

  @Test
  void anIndexOverTheColumnGivesTheMetricAndIsUsed() {
    index("cast_index", "(\"Vec\"::halfvec(8)) halfvec_ip_ops");
    pg.session().runPlain("drop index cast_index");
    index("plain_index", "\"Vec\" vector_ip_ops");
    try (Backend backend = open()) {
      VectorCollection docs = backend.namespace("default").open("docs");
      assertThat(docs.schema().field("Vec").metric()).isEqualTo(Metric.DOT);
      checkNearest(docs, "<#>");
    }
    assertThat(used()).containsExactly("plain_index");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Vec\" vector_l1_ops",
        "(binary_quantize(\"Vec\")::bit(8)) bit_hamming_ops",
        "(subvector(\"Vec\", 1, 4)::vector(4)) vector_cosine_ops",
        "\"Vec\" vector_cosine_ops) where (id > 5"
      })
  void whereNoIndexServesOneIsCreatedAndUsedAtOnce(String over) {
    index("other", over);
    try (Backend backend = open()) {
      VectorCollection docs = backend.namespace("default").open("docs");
      assertThat(docs.schema().field("Vec").metric()).isEqualTo(Metric.COSINE);
      docs.createIndex(new Index.Vector("Vec"));
      docs.createIndex(new Index.Vector("Vec"));
      pg.session().runPlain("analyze docs");
      checkNearest(docs, "<=>");
    }
    assertThat(used()).containsExactly("docs_Vec_vector");
  }

  @Test
  void aNameThatIsTakenIsSaid() {
    index("\"docs_Vec_vector\"", "\"Vec\" vector_l1_ops");
    try (Backend backend = open()) {
      VectorCollection docs = backend.namespace("default").open("docs");
      assertThatThrownBy(() -> docs.createIndex(new Index.Vector("Vec")))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("has this name already")
          .hasMessageContaining("using hnsw (\"Vec\" vector_cosine_ops)");
    }
  }

  @Test
  void sparseVectorsAreFoundWithoutAnIndex() {
    pg.session().runPlain("alter table docs alter \"Vec\" type sparsevec(8)");
    index("sparse_index", "\"Vec\" sparsevec_l2_ops");
    try (Backend backend = open()) {
      VectorCollection docs = backend.namespace("default").open("docs");
      assertThat(docs.schema().field("Vec").metric()).isEqualTo(Metric.L2);
      checkNearest(docs, "<->");
      assertThat(docs.getAll(List.of(1)).getFirst().vector("Vec")).hasSize(8);
      assertThatThrownBy(() -> docs.createIndex(new Index.Vector("Vec")))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("another type");
    }
  }
}
