package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import dev.pilum.testkit.contract.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three queries that say whether all is there, and the example tables that they ask for. */
class SetupQueriesTest {
  @AutoClose private final PgSchema pg = PgSchema.create();

  private List<SetupQuery> run(Map<String, Schema> tables) {
    return SetupQueries.ofTables(PgSchema.target(), pg.name(), tables).run();
  }

  @Test
  @Proves({"D9", "D7"})
  void theTenTablesOfAnAgentAreCreatedAndVerified() {
    Map<String, Schema> tables = ExampleSchemas.agent(384);
    assertThat(tables.keySet())
        .containsExactly(
            "subject_nodes",
            "tasks",
            "feedback",
            "schema_metadata",
            "schema_value",
            "semantic_model",
            "metrics",
            "reference_sql",
            "ext_knowledge",
            "document");
    List<SetupQuery> before = run(tables);
    assertThat(before)
        .hasSize(3)
        .extracting(SetupQuery::passed)
        .containsExactly(true, false, false);
    assertThat(before.get(1).missing()).hasSize(10);
    assertThat(before.get(2).missing()).hasSize(7);

    DdlScript script = ExampleSchemas.ddl(pg.name(), tables);
    for (int run = 0; run < 2; run++) { // it may run again
      script.all().forEach(pg.session()::runPlain);
    }
    List<SetupQuery> after = run(tables);
    assertThat(after).allMatch(SetupQuery::passed);
    assertThat(after.get(2).found())
        .contains(List.of("document", "vector", "vector"), List.of("metrics", "vector", "vector"));
    for (SetupQuery query : after) {
      assertThat(pg.rows(query.sql())).as("what is printed can be run").isEqualTo(query.found());
    }
  }

  @Test
  @Proves({"D9", "D10c"})
  void whatIsMissingOrOfAnotherTypeIsNamed() {
    Map<String, Schema> tables = ExampleSchemas.agent(3);
    ExampleSchemas.ddl(pg.name(), tables).all().forEach(pg.session()::runPlain);
    pg.session().runPlain("drop table feedback");
    pg.session().runPlain("alter table metrics drop vector, add vector text");

    List<SetupQuery> found = run(tables);
    assertThat(found).extracting(SetupQuery::passed).containsExactly(true, false, false);
    assertThat(found.get(1).missing()).containsExactly(List.of("feedback"));
    assertThat(found.get(2).missing()).containsExactly(List.of("metrics", "vector", "vector"));
  }

  @Test
  @Proves("D9")
  void exampleTablesAreMirroredAndVerified(@TempDir Path folder) {
    try (Database db = Database.open(folder)) {
      ExampleSchemas.agent(3)
          .forEach((name, schema) -> {
            Table table = db.createTable(name, schema);
            table.upsert(row(schema));
            MirrorOptions options = pg.table(name);
            pg.mirror(options).mirror(table, MirrorStrategy.FULL);
            assertThat(pg.mirror(options).verify(table).ok()).as(name).isTrue();
            assertThat(SetupQueries.ofMirror(PgSchema.target(), options, schema).run())
                .as(name)
                .allMatch(SetupQuery::passed);
          });
    }
  }

  private static Row row(Schema schema) {
    boolean vector = schema.fields().stream().anyMatch(f -> f.type() instanceof DataType.Vector);
    return vector
        ? Row.of(schema.key(), "a", "namespace", "n", "vector", new float[] {1, 2, 3})
        : Row.of(schema.key(), "a", "namespace", "n");
  }

  @Test
  void sparseVectorsAreImportedAsDenseOnes(@TempDir Path folder) {
    pg.session()
        .runPlain(
            "create table docs (id bigint primary key, v sparsevec(5), note text, other xml)");
    pg.session().runPlain("insert into docs values (1, '{1:1.5,4:-2}/5', 'x'), (2, null, null)");
    PgMirror mirror = pg.mirror(pg.table("docs"));
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", mirror.columnsThere());
      assertThat(table.schema().names()).containsExactly("id", "v", "note");
      assertThat(mirror.importInto(table)).isEqualTo(2);
      assertThat(table.get(1L).vector("v")).containsExactly(1.5f, 0, 0, -2, 0);
      assertThat(table.get(2L).vector("v")).isNull();
    }
  }
}
