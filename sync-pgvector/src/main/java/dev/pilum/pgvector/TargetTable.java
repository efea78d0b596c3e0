package dev.pilum.pgvector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table in the target as it is.
 *
 * @param precious what a new table in its place would lose, in words; empty when nothing
 * @param empty whether it has no rows
 * @param replaceable whether the role may create another in its schema
 */
record TargetTable(List<String> precious, boolean empty, boolean replaceable) {
  /**
   * What others may have made of a table.
   *
   * @param what it is
   * @param sql whether there is any
   */
  private record Question(String what, String sql) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "grants",
              "select relacl is not null or exists (select from pg_attribute where attrelid = c.oid"
                  + " and attacl is not null) from pg_class c where c.oid = ?::regclass"),
          new Question(
              "views",
              "select exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid"
                  + " where d.refobjid = ?::regclass and r.ev_class <> d.refobjid)"),
          new Question(
              "rules", "select exists (select from pg_rewrite where ev_class = ?::regclass)"),
          new Question(
              "functions",
              "select exists (select from pg_depend where refobjid = ?::regclass and classid ="
                  + " 'pg_proc'::regclass)"),
          new Question(
              "foreign keys",
              "select exists (select from pg_constraint where confrelid = ?::regclass)"),
          new Question(
              "constraints",
              "select exists (select from pg_constraint where conrelid = ?::regclass and contype"
                  + " not in ('p', 'n'))"),
          new Question(
              "defaults", "select exists (select from pg_attrdef where adrelid = ?::regclass)"),
          new Question(
              "identities",
              "select exists (select from pg_attribute where attrelid = ?::regclass and attidentity"
                  + " <> '')"),
          // Compression as JSON has it: PostgreSQL 13 has no such column.
          new Question(
              "settings of columns",
              "select exists (select from pg_attribute a join pg_type t on t.oid = a.atttypid where"
                  + " a.attrelid = ?::regclass and a.attnum > 0 and (a.attstorage <> t.typstorage"
                  + " or a.attoptions::text like '%n_distinct%' or coalesce(a.attstattarget, -1) >="
                  + " 0 or coalesce(to_jsonb(a) ->> 'attcompression', '') <> ''))"),
          new Question(
              "comments",
              "select exists (select from pg_description where objoid = ?::regclass and classoid ="
                  + " 'pg_class'::regclass)"),
          new Question(
              "triggers",
              "select exists (select from pg_trigger where tgrelid = ?::regclass and not"
                  + " tgisinternal)"),
          new Question(
              "row security",
              "select relrowsecurity or exists (select from pg_policy where polrelid = c.oid) from"
                  + " pg_class c where c.oid = ?::regclass"),
          new Question(
              "publications",
              "select exists (select from pg_publication_rel where prrelid = ?::regclass)"),
          new Question(
              "statistics",
              "select exists (select from pg_statistic_ext where stxrelid = ?::regclass)"),
          new Question(
              "partitions",
              "select relkind <> 'r' or relispartition or exists (select from pg_inherits where"
                  + " c.oid in (inhparent, inhrelid)) from pg_class c where c.oid = ?::regclass"),
          new Question(
              "settings",
              "select reloptions is not null or reltablespace <> 0 or relreplident <> 'd' or"
                  + " relpersistence <> 'p' or pg_get_userbyid(relowner) <> current_user from"
                  + " pg_class where oid = ?::regclass"));

  /**
   * Looks; {@code null} when there is no such table.
   *
   * @param name its name with its schema, in quotes
   * @param indexes storage parameters of those that a mirror makes, by name, beside the primary
   *     key's
   */
  static @Nullable TargetTable read(
      Session session, String name, List<TargetColumn> columns, Map<String, String> indexes) {
    if (session.text("select to_regclass(?)", name) == null) {
      return null;
    }
    boolean empty = session.text("select 1 from " + name + " limit 1") == null;
    boolean replaceable =
        session.is(
            "select has_schema_privilege(relnamespace, 'create') from pg_class where oid ="
                + " ?::regclass",
            name);
    return new TargetTable(precious(session, name, columns, indexes), empty, replaceable);
  }

  /** Returns the types of a table's columns as PostgreSQL writes them, by name. */
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
      Session session, String name, List<TargetColumn> columns, Map<String, String> indexes) {
    List<String> precious = new ArrayList<>();
    Set<String> foreign = new TreeSet<>(types(session, name).keySet());
    columns.forEach(column -> foreign.remove(column.name()));
    note(precious, "columns", foreign);
    note(precious, "indexes", others(session, name, indexes));
    for (Question question : QUESTIONS) {
      if (session.is(question.sql(), name)) {
        precious.add(question.what());
      }
    }
    return precious;
  }

  /** Returns the names of indexes that a mirror does not make, or makes otherwise. */
  private static Set<String> others(Session session, String name, Map<String, String> own) {
    Set<String> others = new TreeSet<>();
    for (List<String> index :
        session.rows(
            "select c.relname, coalesce(array_to_string(c.reloptions, ', '), ''), i.indpred is null"
                + " and c.reltablespace = 0 from pg_index i join pg_class c on c.oid ="
                + " i.indexrelid where i.indrelid = ?::regclass and not i.indisprimary",
            name)) {
      boolean same = index.get(1).equals(own.get(index.getFirst())) && index.get(2).equals("t");
      if (!same) {
        others.add(index.getFirst());
      }
    }
    return others;
  }

  private static void note(List<String> precious, String what, Set<String> names) {
    if (!names.isEmpty()) {
      precious.add(what + " " + String.join(", ", names));
    }
  }
}
