package dev.pilum.pgvector;

import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks at everything in a target that a mirror needs. Changes nothing. */
final class ReadinessCheck {
  /** Older ones have known bugs in index builds and scans. */
  private static final int[] SOUND = {0, 8, 4};

  private static final Pattern DOT = Pattern.compile("\\.");

  private final Session session;
  private final MirrorOptions options;
  private final Schema schema;
  private final List<TargetColumn> columns;
  private final String table;
  private final List<Finding> findings = new ArrayList<>();

  ReadinessCheck(Session session, MirrorOptions options, Schema schema) {
    this.session = session;
    this.options = options;
    this.schema = schema;
    this.columns = TargetColumn.of(schema, options);
    this.table = Names.quote(options.schema(), options.table());
  }

  /**
   * Looks.
   *
   * @param usualPath the schemas that whoever connects searches by default
   */
  Readiness run(List<String> usualPath) {
    checkExtension(usualPath);
    if (checkSchema()) {
      boolean there = checkTable();
      if (there) {
        checkColumns();
        checkKey();
        checkRights(table, "insert", "update", "delete", "select");
        checkVectorColumns();
      }
      checkSyncTable();
    }
    checkTemporary();
    return new Readiness(findings);
  }

  private void checkExtension(List<String> usualPath) {
    List<String> found =
        session.row("select extname, extversion from pg_extension where extname = 'vector'");
    if (found == null) {
      boolean offered =
          session.text("select 1 from pg_available_extensions where name = 'vector'") != null;
      error(
          "type \"vector\" does not exist: extension 'vector' is not enabled in this database",
          offered
              ? "an administrator runs: " + DdlRenderer.CREATE_EXTENSION
              : "install pgvector on the server, then an administrator runs: "
                  + DdlRenderer.CREATE_EXTENSION);
      return;
    }
    ok("extension vector " + found.get(1));
    if (older(found.get(1))) {
      warn(
          "pgvector " + found.get(1) + " is older than 0.8.4",
          "update the package, then: alter extension vector update");
    }
    String home = session.extensionSchema();
    if (home != null && !usualPath.contains(home)) {
      warn(
          "pgvector's operators are in schema '%s', which is not on the search_path: <=> does not exist for other clients"
              .formatted(home),
          "set search_path = %s, %s".formatted(Names.quote(options.schema()), Names.quote(home)));
    }
  }

  private static boolean older(String version) {
    String[] parts = DOT.split(version, -1);
    for (int i = 0; i < SOUND.length; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i].replaceAll("\\D.*", "")) : 0;
      if (part != SOUND[i]) {
        return part < SOUND[i];
      }
    }
    return false;
  }

  /** Returns whether there is more to be seen. */
  private boolean checkSchema() {
    String usage =
        session.text(
            "select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = ?",
            options.schema());
    String quoted = Names.quote(options.schema());
    if (usage == null) {
      error(
          "schema %s does not exist".formatted(quoted),
          "mirror with --ddl apply, or an administrator runs: %s; %s"
              .formatted(
                  DdlRenderer.createSchema(options.schema()),
                  DdlRenderer.grantSchema(
                      options.schema(), String.valueOf(session.text("select current_user")))));
    } else if (usage.equals("f")) {
      error(
          "no right to use schema %s".formatted(quoted),
          "an administrator runs: grant usage on schema %s to %s".formatted(quoted, role()));
      return false;
    }
    return true;
  }

  /** Looks in the catalog itself: information_schema has only what the role has a right to. */
  private boolean checkTable() {
    if (session.text("select to_regclass(?)", table) == null) {
      error(
          "Table %s does not exist".formatted(table),
          "check the database and schema, then run the statements of 'pilum sync ddl', or mirror"
              + " with --ddl apply");
      return false;
    }
    ok("table " + table);
    return true;
  }

  private void checkColumns() {
    Map<String, String> types = TargetTable.types(session, table);
    List<String> missing = new ArrayList<>();
    for (TargetColumn column : columns) {
      String type = types.get(column.name());
      if (type == null) {
        missing.add(column.name());
      } else {
        checkType(column, type);
      }
    }
    if (!missing.isEmpty()) {
      error(
          "Table %s missing columns: %s".formatted(table, String.join(", ", missing)),
          add(missing));
    }
  }

  private String add(List<String> missing) {
    List<String> parts = new ArrayList<>();
    for (TargetColumn column : columns) {
      if (missing.contains(column.name())) {
        parts.add("add " + column.quoted() + " " + column.type().sql());
      }
    }
    return "alter table " + table + " " + String.join(", ", parts);
  }

  private void checkType(TargetColumn column, String found) {
    PgType type = column.type();
    String wanted =
        session.text(
            "select format_type(to_regtype(?), ?)",
            type.base() + (type.array() ? "[]" : ""),
            type.modifier());
    boolean unbounded = found.equals(type.base());
    if (!found.equals(wanted) && !unbounded) {
      error(
          "column %s of %s is %s, the table's rows need %s"
              .formatted(column.quoted(), table, found, column.type().sql()),
          "alter table %s alter %s type %s".formatted(table, column.quoted(), column.type().sql()));
    }
  }

  private void checkKey() {
    if (schema.key() == null) {
      warn("the table has no primary key: only full mirrors work, and no verification", "");
      return;
    }
    String key = keyColumn();
    boolean unique =
        session.is(
            "select exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                + " and a.attnum = i.indkey[0] where i.indrelid = ?::regclass and i.indisunique and"
                + " i.indnkeyatts = 1 and i.indpred is null and a.attname = ?)",
            table,
            key);
    if (!unique) {
      error(
          "column %s of %s has no unique index".formatted(Names.quote(key), table),
          "create unique index on %s (%s)".formatted(table, Names.quote(key)));
    }
  }

  private String keyColumn() {
    return columns.stream()
        .filter(column -> column.field().name().equals(schema.key()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private void checkVectorColumns() {
    List<List<String>> found =
        session.rows(
            "select column_name, udt_name from information_schema.columns where table_schema = ?"
                + " and table_name = ? and udt_name in ('vector', 'halfvec', 'bit', '_vector',"
                + " '_halfvec', '_bit')",
            options.schema(),
            options.table());
    found.forEach(row -> ok("column " + row.get(0) + " is " + row.get(1)));
  }

  private void checkSyncTable() {
    String sync = Names.quote(options.schema(), DdlRenderer.SYNC_TABLE);
    if (session.text("select to_regclass(?)", sync) == null) {
      error(
          "Table %s does not exist, in which the target remembers what it holds".formatted(sync),
          DdlRenderer.createSyncTable(options.schema()));
    } else {
      checkRights(sync, "insert", "update", "select");
    }
  }

  private void checkRights(String name, String... rights) {
    List<String> missing = new ArrayList<>();
    for (String right : rights) {
      if (!session.is("select has_table_privilege(?::regclass, ?)", name, right)) {
        missing.add(right);
      }
    }
    if (!missing.isEmpty()) {
      String list = String.join(", ", missing);
      error(
          "no right to %s on %s".formatted(list, name),
          "an administrator runs: grant %s on %s to %s".formatted(list, name, role()));
    }
  }

  private void checkTemporary() {
    if (!session.is("select has_database_privilege(current_database(), 'temporary')")) {
      String database = session.text("select current_database()");
      error(
          "no right to temporary tables, which incremental mirrors and merges need",
          "an administrator runs: grant temporary on database %s to %s"
              .formatted(Names.quote(String.valueOf(database)), role()));
    }
  }

  private String role() {
    return Names.quote(String.valueOf(session.text("select current_user")));
  }

  private void ok(String what) {
    findings.add(new Finding(Finding.Level.OK, what, ""));
  }

  private void warn(String what, String fix) {
    findings.add(new Finding(Finding.Level.WARNING, what, fix));
  }

  private void error(String what, String fix) {
    findings.add(new Finding(Finding.Level.ERROR, what, fix));
  }
}
