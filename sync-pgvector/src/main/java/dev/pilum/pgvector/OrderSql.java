package dev.pilum.pgvector;

import dev.pilum.Order;
import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.List;

/** Orders of rows in SQL: as Pilum has them, equal rows by their keys. */
final class OrderSql {
  private OrderSql() {}

  /** Returns what stands behind {@code order by}. */
  static Clause of(List<Order> orders, ValueSql values, Field key) {
    if (orders.isEmpty()) {
      return Clause.of(ValueSql.column(key.name()));
    }
    Clause all = one(orders.getFirst(), values);
    for (Order order : orders.subList(1, orders.size())) {
      all = all.then(", ", one(order, values));
    }
    return all.within("", ", " + tieBreak(key));
  }

  /** Returns the key's column, by code points where it is text. */
  static String tieBreak(Field key) {
    return ValueSql.column(key.name()) + collation(key.type());
  }

  static String collation(DataType type) {
    return type instanceof DataType.Utf8 ? FilterSql.CODE_POINTS : "";
  }

  private static Clause one(Order order, ValueSql values) {
    Typed value = values.of(order.value());
    if (!value.type().isScalar()) {
      throw new InvalidRequest("rows are not ordered by " + value.type().describe());
    }
    String direction = order.direction() == Order.Direction.ASCENDING ? " asc" : " desc";
    String nulls = order.nulls() == Order.Nulls.FIRST ? " nulls first" : " nulls last";
    return value.clause().within("", collation(value.type()) + direction + nulls);
  }
}
