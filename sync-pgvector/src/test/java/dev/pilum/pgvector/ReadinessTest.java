package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of targets that are not ready, and what roles without rights can do. */
class ReadinessTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("title", Types.utf8())
          .vector("embedding", 3, Metric.COSINE)
          .build();

  private final String name = "role_" + UUID.randomUUID().toString().replace("-", "");
  private PgSchema pg;
  private PgTarget restricted;

  /** A database of its own, because extensions and the right to temporary tables belong to one. */
  @BeforeEach
  void createRoleAndDatabase() {
    pg = PgSchema.create();
    pg.session().runPlain("create role " + name + " login password 'only-for-this-test'");
    pg.session().runPlain("create database " + name);
    restricted = at(name, "only-for-this-test");
    admin("create schema app; grant usage on schema app to " + name);
  }

  @AfterEach
  void drop() {
    if (pg != null) {
      pg.session().runPlain("drop database " + name + " with (force)");
      pg.session().runPlain("drop role " + name);
      pg.close();
    }
  }

  private PgTarget at(String user, String password) {
    String place = PgSchema.target().place().replaceFirst("/[^/]*$", "/" + name);
    return PgTarget.of("jdbc:postgresql:" + place + "?user=" + user + "&password=" + password);
  }

  private PgTarget admin() {
    String own = TestServer.url();
    return PgTarget.of(own.replaceFirst("(//[^/]*/)[^?]*", "$1" + name));
  }

  private void admin(String sql) {
    try (Session session = Session.open(admin(), "app")) {
      session.runPlain(sql);
    }
  }

  private static MirrorOptions options() {
    return MirrorOptions.of("docs").withSchema("app");
  }

  private List<String> errors() {
    return PgMirror.of(restricted, options()).check(SCHEMA).findings().stream()
        .filter(finding -> finding.level() == Finding.Level.ERROR)
        .map(finding -> finding.what() + " | " + finding.fix())
        .toList();
  }

  @Test
  void permissionDeniedToCreateExtensionSaysWhatAnAdministratorRuns() {
    PgMirror apply = PgMirror.of(restricted, options().withDdl(DdlMode.APPLY));

    assertThatThrownBy(() -> apply.apply(SCHEMA))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("permission denied to create extension \"vector\"")
        .hasMessageContaining("an administrator of this database runs: create extension if not");
  }

  @Test
  void applyMakesSchemaAndExtensionThatAreNotThereAndTheMirrorGoesOn(@TempDir Path folder) {
    MirrorOptions elsewhere =
        MirrorOptions.of("docs").withSchema("not \"yet").withDdl(DdlMode.APPLY);
    PgMirror mirror = PgMirror.of(admin(), elsewhere);
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      table.upsert(Row.of("id", "a", "title", "first", "embedding", new float[] {1, 0, 0}));
      assertThat(mirror.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("create");
      table.upsert(Row.of("id", "b", "title", "second", "embedding", new float[] {0, 1, 0}));
      MirrorReport changes = mirror.mirror(table, MirrorStrategy.INCREMENTAL);
      assertThat(changes.rows()).isEqualTo(1);
      assertThat(mirror.verify(table).ok()).isTrue();
    }
  }

  @Test
  void aRoleThatMayNotCreateTheSchemaSaysAllThatAnAdministratorRuns(@TempDir Path folder) {
    MirrorOptions elsewhere = MirrorOptions.of("docs").withSchema("elsewhere");
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      String all =
          "create schema if not exists \"elsewhere\"; create extension if not exists vector; ";
      String grant = "grant usage, create on schema \"elsewhere\" to \"" + name + '"';
      assertThatThrownBy(
              () -> PgMirror.of(restricted, elsewhere).mirror(table, MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("run, or have an administrator run: " + all + "create table");
      assertThat(PgMirror.of(restricted, elsewhere).check(SCHEMA).findings())
          .anyMatch(finding ->
              finding.what().equals("schema \"elsewhere\" does not exist")
                  && finding.fix().endsWith(grant));

      PgMirror apply = PgMirror.of(restricted, elsewhere.withDdl(DdlMode.APPLY));
      assertThatThrownBy(() -> apply.mirror(table, MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageEndingWith("an administrator of this database runs: " + all + grant);

      admin(all + grant);
      assertThat(apply.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("create");
    }
  }

  @Test
  void typeVectorDoesNotExistSaysHowToEnableIt() {
    assertThatThrownBy(
            () -> admin("create table app.docs (id text primary key, embedding vector(3))"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("type \"vector\" does not exist")
        .hasMessageContaining("create extension if not exists vector")
        .hasMessageContaining("pilum sync ddl");
    assertThat(errors().getFirst())
        .startsWith("type \"vector\" does not exist")
        .contains("an administrator runs: create extension if not exists vector");
  }

  @Test
  void missingTablesColumnsKeysAndRightsAreNamed() {
    admin("create extension vector");
    assertThat(errors().getFirst())
        .startsWith("Table \"app\".\"docs\" does not exist | check the database");

    admin("create table app.docs (id text, embedding vector(4))");
    admin("grant select on app.docs to " + name);
    assertThat(errors())
        .anyMatch(error ->
            error.startsWith(
                "Table \"app\".\"docs\" missing columns: title | alter table \"app\".\"docs\" add"
                    + " \"title\" text"))
        .anyMatch(error ->
            error.startsWith(
                "column \"embedding\" of \"app\".\"docs\" is vector(4), the table's rows need"
                    + " vector(3) | alter table"))
        .anyMatch(
            error -> error.startsWith("column \"id\" of \"app\".\"docs\" has no unique index"))
        .anyMatch(error ->
            error.startsWith(
                "no right to insert, update, delete on \"app\".\"docs\" | an administrator runs:"
                    + " grant"))
        .anyMatch(error -> error.startsWith("Table \"app\".\"pilum_sync\" does not exist"));
  }

  @Test
  void aTableThatTheRoleMayNotSeeIsThere() {
    admin("create extension vector");
    PgMirror.of(restricted, options()).ddl(SCHEMA).all().forEach(this::admin);
    assertThat(errors())
        .anyMatch(error ->
            error.startsWith(
                "no right to insert, update, delete, select on \"app\".\"docs\" | an administrator"
                    + " runs: grant insert, update, delete, select on \"app\".\"docs\" to"))
        .noneMatch(error -> error.contains("does not exist"));
    admin("revoke usage on schema app from " + name);
    assertThat(errors())
        .singleElement()
        .isEqualTo(
            "no right to use schema \"app\" | an administrator runs: grant usage on schema \"app\""
                + " to \""
                + name
                + '"');
  }

  @Test
  void operatorsOffTheSearchPathAndOldVersionsAreWarnedOf() {
    admin("create schema ext; create extension vector schema ext");

    List<Finding> warnings =
        PgMirror.of(restricted, options()).check(SCHEMA).findings().stream()
            .filter(finding -> finding.level() == Finding.Level.WARNING)
            .toList();

    assertThat(warnings)
        .anyMatch(warning ->
            warning.what().contains("not on the search_path")
                && warning.fix().equals("set search_path = \"app\", \"ext\""));
    String version = pg.text("select extversion from pg_extension where extname = 'vector'");
    boolean old = version.matches("0\\.([0-7]\\..*|8\\.[0-3])");
    assertThat(warnings.stream().anyMatch(w -> w.what().contains("older than 0.8.4")))
        .isEqualTo(old);
  }

  @Test
  void aRoleWithoutCreateMirrorsWhatAnAdministratorPrepared(@TempDir Path folder) {
    MirrorOptions manual = options();
    PgMirror mirror = PgMirror.of(restricted, manual);
    DdlScript script = mirror.ddl(SCHEMA);
    script.all().forEach(this::admin);
    admin("grant select, insert, update, delete on all tables in schema app to " + name);
    assertThat(errors()).isEmpty();
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      table.upsert(Row.of("id", "a", "title", "first", "embedding", new float[] {1, 0, 0}));
      assertThat(mirror.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("load");
      table.upsert(Row.of("id", "b", "title", "second", "embedding", new float[] {0, 1, 0}));
      assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).written()).isEqualTo(1);
      assertThat(mirror.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("merge");
      assertThat(mirror.verify(table).ok()).isTrue();
      assertThat(mirror.importInto(db.createTable("back", SCHEMA))).isEqualTo(2);

      PgMirror apply =
          PgMirror.of(
              restricted, MirrorOptions.of("other").withSchema("app").withDdl(DdlMode.APPLY));
      assertThatThrownBy(() -> apply.mirror(db.openTable("back"), MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("permission denied for schema app")
          .hasMessageContaining("'pilum sync ddl'");

      admin("revoke temporary on database " + name + " from public");
      assertThat(errors()).hasSize(1).first().asString().contains("grant temporary on database");
      table.delete("a");
      assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("grant temporary on database");
    }
  }

  @Test
  void anOwnerWithoutCreateMergesThoughANewTableIsAllowed(@TempDir Path folder) {
    MirrorOptions apply = options().withDdl(DdlMode.APPLY);
    PgMirror mirror = PgMirror.of(restricted, apply);
    mirror.ddl(SCHEMA).all().forEach(this::admin);
    admin("alter table app.docs owner to " + name);
    admin("alter table app.pilum_sync owner to " + name);
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      table.upsert(Row.of("id", "a", "title", "first", "embedding", new float[] {1, 0, 0}));
      assertThat(mirror.mirror(table, MirrorStrategy.FULL))
          .extracting("what", "why")
          .containsExactly("load", "a new table needs the right to create in schema \"app\"");
      PgMirror swap = PgMirror.of(restricted, apply.withFull(FullMode.SWAP));
      assertThatThrownBy(() -> swap.mirror(table, MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("needs the right to create in schema \"app\"; use FullMode.MERGE");
      table.delete("a");
      assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).deleted()).isEqualTo(1);
    }
  }

  /** Roles that a cloud's directory makes have dots and at signs in their names. */
  @Test
  void aRoleMayHaveAnyName(@TempDir Path folder) {
    String role = "Some.One@" + name;
    pg.session().runPlain("create role \"" + role + "\" login password 'only-for-this-test'");
    admin("create extension vector; grant create, usage on schema app to \"" + role + '"');
    PgMirror mirror =
        PgMirror.of(
            at(role.replace("@", "%40"), "only-for-this-test"), options().withDdl(DdlMode.APPLY));
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      table.upsert(Row.of("id", "a", "title", "first", "embedding", new float[] {1, 0, 0}));
      mirror.mirror(table, MirrorStrategy.FULL);
      table.delete("a");
      assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).deleted()).isEqualTo(1);
      assertThat(mirror.mirror(table, MirrorStrategy.FULL).what()).isEqualTo("swap");
    } finally {
      admin("drop owned by \"" + role + '"');
      pg.session().runPlain("drop role \"" + role + '"');
    }
  }

  @Test
  void aWrongDimensionIsRefusedByItsName(@TempDir Path folder) {
    try (Database db = Database.open(folder)) {
      Table table = db.createTable("docs", SCHEMA);
      table.upsert(Row.of("id", "a", "embedding", new float[] {1, 0, 0}));
      pg.session()
          .runPlain("create table docs (id text primary key, title text, embedding vector(4))");

      assertThatThrownBy(() ->
              pg.mirror(pg.table("docs").withFull(FullMode.MERGE))
                  .mirror(table, MirrorStrategy.FULL))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("expected 4 dimensions, not 3")
          .hasMessageContaining("the target's column has another dimension");
    }
  }
}
