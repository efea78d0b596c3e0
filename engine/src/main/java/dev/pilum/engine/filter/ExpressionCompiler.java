package dev.pilum.engine.filter;

import dev.pilum.engine.value.Arithmetic;
import dev.pilum.engine.value.Casts;
import dev.pilum.engine.value.Kernel;
import dev.pilum.engine.value.Lanes;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Literal;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns expressions into {@link Value}s, checking them on the way. One use, one thread. */
final class ExpressionCompiler {
  private static final int DECIMAL_DIGITS = 38;

  private final Schema schema;
  private final FilterCompiler conditions;

  ExpressionCompiler(Schema schema, FilterCompiler conditions) {
    this.schema = schema;
    this.conditions = conditions;
  }

  /** Returns the value that an expression means, found at some depth. */
  Value compile(Expression expression, int depth) {
    boolean leaf = expression instanceof Expression.Column || expression instanceof Literal;
    conditions.count(leaf ? depth - 1 : depth);
    return switch (expression) {
      case Expression.Column c -> {
        Field field = schema.field(c.name());
        yield new Value.Stored(field.name(), field.type());
      }
      case Expression.Member m -> member(m, compile(m.struct(), depth + 1));
      case Literal l -> literal(l.value());
      case Expression.Calculation c -> calculation(c, depth);
      case Expression.Call c -> call(c, depth);
      case Expression.Cast c -> cast(c, compile(c.operand(), depth + 1));
      case Expression.Truth(Filter filter) ->
          new Value.OfCondition(conditions.compile(filter, depth + 1));
    };
  }

  /** Returns how errors call a value. */
  Operand operand(Expression expression, Value value) {
    String name =
        switch (expression) {
          case Expression.Column c -> "column '" + c.name() + "'";
          case Expression.Member m -> "field '" + m.field() + "'";
          case Literal l -> "a constant";
          case Expression.Calculation c -> "a calculated value";
          case Expression.Call c -> "a result of " + FunctionCompiler.nameOf(c.function());
          case Expression.Cast c -> "a value";
          case Expression.Truth t -> "a condition";
        };
    return new Operand(name, value.type());
  }

  private Value member(Expression.Member member, Value struct) {
    if (!(struct.type() instanceof DataType.Struct(List<Field> fields))) {
      throw new InvalidRequest(
          "%s has no fields; '%s' was asked for"
              .formatted(operand(member.struct(), struct).describe(), member.field()));
    }
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(member.field())) {
        return new Value.OfField(struct, i, fields.get(i).type());
      }
    }
    List<String> names = fields.stream().map(Field::name).toList();
    throw new InvalidRequest(
        "unknown field '%s'; did you mean '%s'? fields: %s"
            .formatted(
                member.field(), NearestName.of(member.field(), names), String.join(", ", names)));
  }

  /** A decimal constant is computed with as a double, unless there are decimals beside it. */
  private static Value literal(@Nullable Object value) {
    return switch (value) {
      case null -> Value.Constant.none();
      case Long l -> Value.Constant.of(l, Types.int64());
      case Double d -> Value.Constant.of(d, Types.float64());
      case BigDecimal d -> Value.Constant.of(d, Types.float64(), finite(d));
      case String s -> Value.Constant.of(s, Types.utf8());
      case Boolean b -> Value.Constant.of(b, Types.bool());
      case byte[] b -> Value.Constant.of(b, Types.binary());
      case LocalDate d -> Value.Constant.of(d, Types.date());
      case LocalTime t -> Value.Constant.of(t, Types.time());
      case LocalDateTime t -> Value.Constant.of(t, Types.timestamp());
      case Instant t -> Value.Constant.of(t, Types.timestamp("UTC"));
      case UUID u -> Value.Constant.of(u, Types.uuid());
      // What no column holds: whatever it is compared with refuses it by name.
      default -> Value.Constant.of(value, Types.utf8());
    };
  }

  private static Double finite(BigDecimal number) {
    double value = number.doubleValue();
    return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private Value calculation(Expression.Calculation calculation, int depth) {
    Value left = number(calculation.left(), depth);
    Value right = number(calculation.right(), depth);
    if (isNull(left) || isNull(right)) {
      return Value.Constant.none();
    }
    Operation operation = calculation.operation();
    boolean exact = isDecimal(left) || isDecimal(right);
    if (exact && operation != Operation.DIVIDE && isExact(left) && isExact(right)) {
      return decimal(operation, asDecimal(left), asDecimal(right));
    }
    boolean whole = left.type() instanceof DataType.Int && right.type() instanceof DataType.Int;
    return whole
        ? computed(Lanes.WHOLE, List.of(left, right), Arithmetic.whole(operation))
        : computed(Lanes.REAL, List.of(left, right), Arithmetic.real(operation));
  }

  private Value number(Expression expression, int depth) {
    Value value = compile(expression, depth + 1);
    if (!Casts.isNumber(value.type())) {
      throw new InvalidRequest(
          operand(expression, value).describe() + " cannot be calculated with; only numbers can");
    }
    return value;
  }

  private static Value decimal(Operation operation, Value left, Value right) {
    int a = scale(left);
    int b = scale(right);
    int scale = operation == Operation.MULTIPLY ? a + b : Math.max(a, b);
    if (scale > DECIMAL_DIGITS) {
      throw new InvalidRequest(
          "the result would have %d digits behind the point, at most %d; cast a side to DOUBLE"
              .formatted(scale, DECIMAL_DIGITS));
    }
    DataType.Decimal type = new DataType.Decimal(DECIMAL_DIGITS, scale);
    return computed(type, List.of(left, right), Arithmetic.decimal(operation, type));
  }

  private static boolean isDecimal(Value value) {
    return value.type() instanceof DataType.Decimal;
  }

  /** Whether a value can be a decimal without being rounded. */
  private static boolean isExact(Value value) {
    boolean constant =
        value instanceof Value.Constant c && c.value() instanceof BigDecimal number && fits(number);
    return isDecimal(value) || value.type() instanceof DataType.Int || constant;
  }

  private static boolean fits(BigDecimal number) {
    return number.scale() >= 0
        && number.scale() <= DECIMAL_DIGITS
        && number.precision() <= DECIMAL_DIGITS;
  }

  /** Returns a decimal constant as just that, if it has few enough digits; others as they are. */
  static Value exact(Value value) {
    return isExact(value) ? asDecimal(value) : value;
  }

  private static Value asDecimal(Value value) {
    return value instanceof Value.Constant c && c.value() instanceof BigDecimal number
        ? Value.Constant.of(number, new DataType.Decimal(DECIMAL_DIGITS, number.scale()))
        : value;
  }

  private static int scale(Value value) {
    return value.type() instanceof DataType.Decimal d ? d.scale() : 0;
  }

  private Value call(Expression.Call call, int depth) {
    List<Value> arguments = new ArrayList<>(call.arguments().size());
    List<Operand> operands = new ArrayList<>(call.arguments().size());
    for (Expression argument : call.arguments()) {
      Value value = compile(argument, depth + 1);
      arguments.add(value);
      operands.add(operand(argument, value));
    }
    return new FunctionCompiler(call.function(), arguments, operands).compile();
  }

  private Value cast(Expression.Cast cast, Value operand) {
    if (isNull(operand)) {
      return Value.Constant.none();
    }
    Value cut = converted(operand, cast.type());
    if (cut == null) {
      throw new InvalidRequest(
          "%s cannot be cast to %s"
              .formatted(operand(cast.operand(), operand).describe(), cast.type().describe()));
    }
    if (isNull(cut) && cast.operand() instanceof Literal(String text)) {
      throw new InvalidRequest("'%s' is no %s".formatted(text, cast.type().describe()));
    }
    return cut;
  }

  /** Returns a value as another type, or {@code null} when there is no way there. */
  static @Nullable Value converted(Value value, DataType type) {
    Value exact = type instanceof DataType.Decimal ? exact(value) : value;
    Kernel kernel = Casts.of(exact.type(), type);
    return kernel == null ? null : computed(Casts.result(type), List.of(exact), kernel);
  }

  static Value computed(DataType type, List<Value> arguments, Kernel kernel) {
    return new Value.Computed(type, arguments, kernel).folded();
  }

  static boolean isNull(Value value) {
    return value instanceof Value.Constant constant && constant.value() == null;
  }
}
