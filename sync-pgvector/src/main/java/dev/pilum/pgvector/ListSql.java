package dev.pilum.pgvector;

import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions on what a list has. */
final class ListSql {
  private ListSql() {}

  /** Returns whether the list has one of the members; false for none, unknown without a list. */
  static Clause hasAny(Typed list, List<?> members) {
    DataType element = element(list);
    List<String> texts = new ArrayList<>();
    for (Object member : members) {
      String text = text(element, member);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts.isEmpty()
        ? FilterSql.never(list.clause())
        : list.clause().then(" && ", array(element, texts));
  }

  /** Returns whether the list has all of the members; true for none, unknown without a list. */
  static Clause hasAll(Typed list, List<?> members) {
    DataType element = element(list);
    List<String> texts = new ArrayList<>();
    for (Object member : members) {
      String text = text(element, member);
      if (text == null) {
        return FilterSql.never(list.clause());
      }
      texts.add(text);
    }
    return texts.isEmpty()
        ? FilterSql.always(list.clause())
        : list.clause().then(" @> ", array(element, texts));
  }

  private static Clause array(DataType element, List<String> texts) {
    String type = PgType.of("element", element).sql();
    Object[] values = texts.toArray(String[]::new);
    return Clause.of("(?::text[])::" + type + "[]", (Object) values);
  }

  private static DataType element(Typed list) {
    if (list.type() instanceof DataType.ListOf(DataType element)) {
      return element;
    }
    throw new InvalidRequest(
        "%s of type %s is no list".formatted(list.clause().sql(), list.type().describe()));
  }

  /** Returns a member as PostgreSQL reads it; {@code null} for what no element can be. */
  private static @Nullable String text(DataType element, Object member) {
    return switch (element) {
      case DataType.Utf8 u when member instanceof String text -> ConstantSql.text(text);
      case DataType.Int i -> whole(i, member);
      case DataType.Date d -> PgText.of(ConstantSql.cell(Field.of("element", d), member));
      case DataType.Uuid u -> PgText.of(ConstantSql.cell(Field.of("element", u), member));
      default -> throw ValueSql.refused("'" + member + "' in a list of " + element.describe());
    };
  }

  private static @Nullable String whole(DataType.Int type, Object member) {
    Long number = NumberSql.exactLong(new Typed(Clause.of("an element"), type), member);
    if (number == null) {
      return null;
    }
    int bits = type.signed() ? type.bits() - 1 : type.bits();
    long greatest = bits >= Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
    long least = type.signed() ? -greatest - 1 : 0;
    return number < least || number > greatest ? null : number.toString();
  }
}
