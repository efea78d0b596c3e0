package dev.pilum.engine.filter;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.filter.Filters;
import dev.pilum.filter.Function;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random filters, whose values are often those of the rows, so that equality and borders are hit.
 */
public final class RandomFilters {
  private static final Object[] NUMBERS = {
    0,
    1,
    1.5,
    -0.0,
    0.1f,
    Double.NaN,
    Float.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    9007199254740993L,
    0x1p63,
    255,
    256,
    -129,
    65504.5,
    4294967295L,
    (short) 7,
    (byte) -1,
    new BigDecimal("0.0000001"),
    new BigDecimal("-1e300"),
    new BigDecimal("9223372036854775807.5"),
    new BigDecimal("1.505")
  };

  private static final String[] PATTERN_PARTS = {
    "%", "_", "a", "b", "A", "É", "\\%", "\\_", "\\\\", "é", "漢", "😀"
  };

  private static final String[] REGEX_PARTS = {"a", "b*", ".", "[ab]", "(a|é)", "漢?", "x{0,2}"};

  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private final Random random;
  private final RandomExpressions expressions;
  private final RandomRows values;
  private final Schema schema;
  private final List<Map<String, Object>> rows;

  /** Makes filters on a schema with the columns of {@link RandomRows#EVERY_TYPE}. */
  public RandomFilters(long seed, Schema schema, List<Map<String, Object>> rows) {
    this.random = new Random(~seed);
    this.expressions = new RandomExpressions(random);
    this.values = new RandomRows(~seed);
    this.schema = schema;
    this.rows = rows;
  }

  /** Returns a filter nested at most this deep, expressions aside. */
  public Filter filter(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0, 1 -> compare();
      case 2 -> random.nextBoolean() ? Filters.isNull(anyField().name()) : like();
      case 3 -> in();
      case 4 -> computed();
      case 5 -> list();
      case 6 -> new Filter.Not(filter(depth - 1));
      case 7 -> new Filter.And(filters(depth - 1));
      case 8 -> new Filter.Or(filters(depth - 1));
      default -> filter(depth - 1).and(filter(depth - 1).negate());
    };
  }

  String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      pattern.append(
          PATTERN_PARTS[random.nextInt(random.nextBoolean() ? 4 : PATTERN_PARTS.length)]);
    }
    return pattern.toString();
  }

  private List<Filter> filters(int depth) {
    List<Filter> filters = new ArrayList<>();
    int[] counts = {0, 2, 3};
    for (int i = counts[random.nextInt(3)]; i > 0; i--) {
      filters.add(filter(depth));
    }
    return filters;
  }

  private Filter compare() {
    Field field = scalarField();
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    return Filters.compare(Filters.column(field.name()), operator, Filters.value(value(field)));
  }

  private Filter in() {
    Field field = scalarField();
    List<Object> members = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.add(value(field));
    }
    return new Filter.In(Filters.column(field.name()), members);
  }

  private Filter like() {
    Expression operand = Filters.column("text");
    return switch (random.nextInt(4)) {
      case 0 -> new Filter.Like(operand, pattern(), LetterCase.IGNORED);
      case 1 -> new Filter.Like(expressions.text(2), pattern(), LetterCase.SENSITIVE);
      case 2 -> new Filter.Matches(operand, regex(), LetterCase.SENSITIVE);
      default -> new Filter.Like(operand, pattern(), LetterCase.SENSITIVE);
    };
  }

  private String regex() {
    StringBuilder regex = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
    for (int i = random.nextInt(4); i > 0; i--) {
      regex.append(REGEX_PARTS[random.nextInt(REGEX_PARTS.length)]);
    }
    return regex.append(random.nextInt(4) == 0 ? "$" : "").toString();
  }

  /** Compares two computed values, or one with a constant. */
  private Filter computed() {
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    return switch (random.nextInt(6)) {
      case 0 -> Filters.compare(expressions.text(2), operator, expressions.text(1));
      case 1 -> Filters.compare(expressions.date(), operator, expressions.date());
      case 2 -> new Filter.IsNull(expressions.number(2));
      case 3 ->
          Filters.compare(
              Filters.call(Function.COALESCE, new Expression.Truth(compare()), Filters.value(true)),
              Operator.EQUAL,
              Filters.value(true));
      default -> Filters.compare(expressions.number(3), operator, expressions.number(1));
    };
  }

  private Filter list() {
    Field field = schema.field(random.nextBoolean() ? "tags" : "numbers");
    DataType element = ((DataType.ListOf) field.type()).element();
    List<Object> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(values.value(element));
    }
    return random.nextBoolean()
        ? new Filter.HasAny(Filters.column(field.name()), members)
        : new Filter.HasAll(Filters.column(field.name()), members);
  }

  private Object value(Field field) {
    boolean number =
        field.type() instanceof DataType.Int
            || field.type() instanceof DataType.FloatingPoint
            || field.type() instanceof DataType.Decimal;
    if (number && random.nextInt(3) == 0) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }
    if (!rows.isEmpty() && random.nextBoolean()) {
      Object taken = rows.get(random.nextInt(rows.size())).get(field.name());
      return taken == null ? values.value(field.type()) : taken;
    }
    return values.value(field.type());
  }

  private Field anyField() {
    return schema.fields().get(random.nextInt(schema.fields().size()));
  }

  private Field scalarField() {
    Field field = anyField();
    return field.type().isScalar() ? field : scalarField();
  }
}
