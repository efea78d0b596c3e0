package dev.pilum.pgvector;

import java.util.List;
import java.util.stream.Collectors;

/** Brings rows from temporary tables into the target's table. Belongs to one session. */
final class Merging {
  /** Rows to write. */
  static final String ROWS = "pg_temp.pilum_rows";

  /** Keys of rows to delete. */
  static final String KEYS = "pg_temp.pilum_keys";

  private final Session session;
  private final Place place;
  private final TargetColumn key;

  Merging(Session session, Place place) {
    this.session = session;
    this.place = place;
    this.key = place.key();
  }

  /** Makes the temporary tables, or empties them. */
  void prepare() {
    temporary(ROWS, TargetColumn.list(place.columns()));
    temporary(KEYS, key.quoted());
  }

  private void temporary(String name, String columns) {
    session.runPlain(
        "create temporary table if not exists %s on commit delete rows as select %s from %s with no data"
            .formatted(name, columns, place.quoted()));
  }

  /** Deletes rows whose keys are in {@link #KEYS}; returns how many. */
  long deleteKeys() {
    session.runPlain("analyze " + KEYS);
    return session.run(
        "delete from %s t using %s k where t.%s = k.%s"
            .formatted(place.quoted(), KEYS, key.quoted(), key.quoted()));
  }

  /** Deletes rows whose keys are not in {@link #ROWS}; returns how many. */
  long deleteOthers() {
    return session.run(
        "delete from %s t where not exists (select from %s r where r.%s = t.%s)"
            .formatted(place.quoted(), ROWS, key.quoted(), key.quoted()));
  }

  /** Writes all rows of {@link #ROWS}; returns how many. */
  long upsert() {
    return session.run(upsertSql());
  }

  /** Writes those rows of {@link #ROWS} that are new or differ in any byte; returns how many. */
  long upsertDifferent() {
    session.runPlain("analyze " + ROWS);
    String different =
        " where (%s) is distinct from (%s)"
            .formatted(TupleSql.of(place.columns(), "t"), TupleSql.of(place.columns(), "excluded"));
    return session.run(upsertSql() + (place.columns().size() == 1 ? "" : different));
  }

  private String upsertSql() {
    String columns = TargetColumn.list(place.columns());
    List<TargetColumn> others =
        place.columns().stream().filter(column -> !column.equals(key)).toList();
    String set =
        others.stream()
            .map(column -> column.quoted() + " = excluded." + column.quoted())
            .collect(Collectors.joining(", "));
    return "insert into %s as t (%s) select %s from %s on conflict (%s) do %s"
        .formatted(
            place.quoted(),
            columns,
            columns,
            ROWS,
            key.quoted(),
            others.isEmpty() ? "nothing" : "update set " + set);
  }
}
