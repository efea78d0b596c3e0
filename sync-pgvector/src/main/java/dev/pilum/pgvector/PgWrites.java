package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.storage.schema.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes rows into a collection's table: by COPY into a temporary one, and from there by one
 * statement. Belongs to one session, inside a transaction.
 */
final class PgWrites {
  private static final int HASH_DIGITS = 16;

  private final Session session;
  private final FoundTable table;

  PgWrites(Session session, FoundTable table) {
    this.session = session;
    this.table = table;
  }

  /** Adds rows; a key that is there already fails. */
  void insert(Batch batch) {
    insert(batch, "");
  }

  /** Adds rows or replaces those of the same keys, in the columns that the collection has. */
  void upsert(Batch batch) {
    String key = Names.quote(table.key().name());
    String set =
        columns(table.schema().fields()).stream()
            .filter(column -> !column.quoted().equals(key))
            .map(column -> column.quoted() + " = excluded." + column.quoted())
            .collect(Collectors.joining(", "));
    insert(
        batch,
        " on conflict (%s) do %s".formatted(key, set.isEmpty() ? "nothing" : "update set " + set));
  }

  /** In the order of keys, so that writers of the same rows wait for each other, not in a ring. */
  private void insert(Batch batch, String conflict) {
    List<TargetColumn> columns = columns(table.schema().fields());
    String staged = stage(batch, columns);
    String list = TargetColumn.list(columns);
    session.run(
        "insert into %s as t (%s) select %s from %s order by %s%s"
            .formatted(
                table.quoted(), list, list, staged, Names.quote(table.key().name()), conflict));
  }

  /** Sets columns of the rows that match to the values of the one row; returns how many. */
  long update(Batch one, List<Field> fields, Clause where) {
    List<TargetColumn> columns = columns(fields);
    String staged = stage(one, columns);
    String set =
        columns.stream()
            .map(column -> column.quoted() + " = s." + column.quoted())
            .collect(Collectors.joining(", "));
    Clause statement =
        where.within(
            "update %s t set %s from %s s where ".formatted(table.quoted(), set, staged), "");
    return session.run(statement.sql(), statement.parameters());
  }

  private List<TargetColumn> columns(List<Field> fields) {
    return table.columns(fields);
  }

  /** Sends rows into a temporary table, which is kept, empty, for the next time. */
  private String stage(Batch batch, List<TargetColumn> columns) {
    String list = TargetColumn.list(columns);
    String staged = "pg_temp." + Names.quote("pilum_" + hash(list));
    session.runPlain(
        "create temporary table if not exists %s on commit delete rows as select %s from %s with no data"
            .formatted(staged, list, table.quoted()));
    try (CopyRows copy = CopyRows.into(session, staged, columns, session.oids())) {
      copy.send(batch);
      copy.finish();
    }
    return staged;
  }

  /** A table made anew, or with other columns, has another temporary one. */
  private String hash(String list) {
    String oid = session.text("select ?::regclass::oid", table.quoted());
    byte[] what = (oid + " " + list).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(what).toString().replace("-", "").substring(0, HASH_DIGITS);
  }
}
