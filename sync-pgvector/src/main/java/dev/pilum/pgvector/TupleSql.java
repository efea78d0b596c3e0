package dev.pilum.pgvector;

import java.util.List;
import java.util.stream.Collectors;

/** The SQL of a row's binary tuple: the bytes that {@link TupleEncoder} makes of the same row. */
final class TupleSql {
  private TupleSql() {}

  /**
   * Returns the expression.
   *
   * @param alias of the table, in front of columns
   */
  static String of(List<TargetColumn> columns, String alias) {
    return columns.stream()
        .map(column -> field(column, alias + "." + column.quoted()))
        .collect(Collectors.joining(" || "));
  }

  private static String field(TargetColumn column, String name) {
    String bytes = column.type().sendSql(name);
    return "coalesce(int4send(octet_length(%s)) || %s, '\\xffffffff'::bytea)"
        .formatted(bytes, bytes);
  }
}
