package dev.pilum.engine.filter;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.Operator;
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
final class RandomFilters {
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
    "%", "_", "a", "b", "\\%", "\\_", "\\\\", "é", "漢", "😀"
  };

  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private final Random random;
  private final RandomRows values;
  private final Schema schema;
  private final List<Map<String, Object>> rows;

  RandomFilters(long seed, Schema schema, List<Map<String, Object>> rows) {
    this.random = new Random(~seed);
    this.values = new RandomRows(~seed);
    this.schema = schema;
    this.rows = rows;
  }

  Filter filter(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0, 1 -> compare();
      case 2 -> random.nextBoolean() ? new Filter.IsNull(anyField().name()) : like();
      case 3 -> in();
      case 4 -> new Filter.Not(filter(depth - 1));
      case 5 -> new Filter.And(filters(depth - 1));
      case 6 -> new Filter.Or(filters(depth - 1));
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
    for (int i = random.nextInt(4); i > 0; i--) {
      filters.add(filter(depth));
    }
    return filters;
  }

  private Filter compare() {
    Field field = scalarField();
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    return new Filter.Compare(field.name(), operator, value(field));
  }

  private Filter in() {
    Field field = scalarField();
    List<Object> members = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.add(value(field));
    }
    return new Filter.In(field.name(), members);
  }

  private Filter like() {
    return new Filter.Like("text", pattern());
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
