package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The statements that a target needs, as people see them. */
class DdlTest {
  private static final PgTarget NOWHERE = PgTarget.of("postgresql://localhost/nowhere");

  @Test
  void allTypesAreDeclaredAsInTheGoldenFile() throws IOException {
    assertThat(ddl(MirrorOptions.of("docs"), AllTypes.schema()).text())
        .isEqualTo(golden("all-types.sql"));
  }

  @Test
  void otherSchemaNamesAndIndexesAreAsInTheGoldenFile() throws IOException {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .vector("small", 384, Metric.COSINE)
            .vector("large", 3_072, Metric.L2)
            .vector("huge", 8_000, Metric.DOT)
            .vector(
                "halves",
                (dev.pilum.storage.schema.DataType.Vector) Types.vector(Element.FLOAT16, 4_000),
                Metric.DOT)
            .bits("signs", 1_024)
            .build();
    MirrorOptions options =
        MirrorOptions.of("my \"own\" table")
            .withSchema("Vectors")
            .withColumns(java.util.Map.of("small", "embedding"))
            .withIndex(PgIndexKind.IVFFLAT);

    DdlScript script = PgMirror.of(NOWHERE, options).ddl(schema, "app role");

    assertThat(script.text()).isEqualTo(golden("ivfflat.sql"));
  }

  @Test
  void everyScriptRunsTwiceOnAServer() {
    try (PgSchema pg = PgSchema.create()) {
      DdlScript script = pg.mirror(pg.table("docs")).ddl(AllTypes.schema());
      script.all().forEach(pg.session()::runPlain);
      script.all().forEach(pg.session()::runPlain);
      assertThat(pg.text("select count(*) from docs")).isEqualTo("0");
    }
  }

  /** It has no to_regtypemod (17), and reads decimal digits only (other ones from 16 on). */
  @Test
  void nothingIsAskedThatPostgres13DoesNotKnow() {
    try (PgSchema pg = PgSchema.create()) {
      PgMirror mirror = pg.mirror(pg.table("docs"));
      mirror.apply(AllTypes.schema());
      assertThat(mirror.check(AllTypes.schema()).findings())
          .noneMatch(finding -> finding.level() == Finding.Level.ERROR);
      for (TargetColumn column : TargetColumn.of(AllTypes.schema(), pg.table("docs"))) {
        assertThat(
                pg.text(
                    "select atttypmod from pg_attribute where attrelid = 'docs'::regclass and"
                        + " attname = '"
                        + column.name()
                        + "'"))
            .as(column.name())
            .isEqualTo(Integer.toString(column.type().modifier()));
      }
    }
    assertThat(PgNamespace.TAKE_TURNS).matches("[^0-9]*[0-9]+\\)");
  }

  @Test
  void whatPgvectorCannotHoldIsRefused() {
    Schema schema = Schema.builder().vector("wide", 16_001, Metric.L2).build();

    assertThatThrownBy(() -> ddl(MirrorOptions.of("docs"), schema))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("column 'wide' has vectors of 16001 coordinates; pgvector holds 16000 at most");
  }

  @Test
  void passwordsAreNeverShown() {
    for (String url :
        new String[] {
          "postgresql://me:s3cr%40t@db.example/vectors?sslmode=require",
          "jdbc:postgresql://db.example/vectors?user=me&password=s3cr%40t&sslmode=require"
        }) {
      assertThat(PgTarget.of(url).toString())
          .doesNotContain("s3cr")
          .contains("sslmode=require", "db.example/vectors");
    }
    assertThat(PgTarget.of("postgresql://me:s3cr%40t@db.example/v").login("password"))
        .isEqualTo("s3cr@t");
    assertThatThrownBy(() -> PgTarget.of("postgresql://me:s3cr t@db/v"))
        .hasMessageNotContaining("s3cr");
  }

  private static DdlScript ddl(MirrorOptions options, Schema schema) {
    return PgMirror.of(NOWHERE, options).ddl(schema);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = DdlTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
