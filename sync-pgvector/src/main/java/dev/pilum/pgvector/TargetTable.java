package dev.pilum.pgvector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table in the target as it is.
 *
 * @param types types of its columns as PostgreSQL writes them, by name
 * @param precious what a new table in its place would lose, in words; empty when nothing
 * @param empty whether it has no rows
 */
record TargetTable(Map<String, String> types, List<String> precious, boolean empty) {
  /** Looks; {@code null} when there is no such table. */
  static @Nullable TargetTable read(
      Session session, MirrorOptions options, List<TargetColumn> columns) {
    String name = Names.quote(options.schema(), options.table());
    if (session.text("select to_regclass(?)", name) == null) {
      return null;
    }
    Map<String, String> types = types(session, name);
    boolean empty = session.text("select 1 from " + name + " limit 1") == null;
    return new TargetTable(types, precious(session, name, types, columns), empty);
  }

  static Map<String, String> types(Session session, String name) {
    Map<String, String> types = new LinkedHashMap<>();
    session
        .rows(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
                + " ?::regclass and attnum > 0 and not attisdropped order by attnum",
            name)
        .forEach(row -> types.put(row.get(0), row.get(1)));
    return types;
  }

  private static List<String> precious(
      Session session, String name, Map<String, String> types, List<TargetColumn> columns) {
    List<String> precious = new ArrayList<>();
    Set<String> foreign = new HashSet<>(types.keySet());
    columns.forEach(column -> foreign.remove(column.name()));
    if (!foreign.isEmpty()) {
      precious.add("columns " + String.join(", ", foreign.stream().sorted().toList()));
    }
    note(
        session,
        name,
        precious,
        "grants",
        "select relacl is not null from pg_class where oid = ?::regclass");
    note(
        session,
        name,
        precious,
        "views",
        "select exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid"
            + " where d.refobjid = ?::regclass and r.ev_class <> d.refobjid)");
    note(
        session,
        name,
        precious,
        "foreign keys",
        "select exists (select from pg_constraint where confrelid = ?::regclass)");
    note(
        session,
        name,
        precious,
        "triggers",
        "select exists (select from pg_trigger where tgrelid = ?::regclass and not tgisinternal)");
    note(
        session,
        name,
        precious,
        "row security",
        "select relrowsecurity from pg_class where oid = ?::regclass");
    note(
        session,
        name,
        precious,
        "publications",
        "select exists (select from pg_publication_rel where prrelid = ?::regclass)");
    return precious;
  }

  private static void note(
      Session session, String name, List<String> precious, String what, String question) {
    if (session.is(question, name)) {
      precious.add(what);
    }
  }
}
