package dev.pilum.engine.filter;

import dev.pilum.engine.row.Complaints;
import dev.pilum.engine.row.Numbers;
import dev.pilum.engine.value.Casts;
import dev.pilum.engine.value.Choices;
import dev.pilum.engine.value.DateFunctions;
import dev.pilum.engine.value.Kernel;
import dev.pilum.engine.value.Lanes;
import dev.pilum.engine.value.NumberFunctions;
import dev.pilum.engine.value.Pairs;
import dev.pilum.engine.value.TextFunctions;
import dev.pilum.filter.Function;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Chooses the kernel of a function by the types of its arguments. One use, one thread. */
final class FunctionCompiler {
  private static final DataType TEXT = Types.utf8();
  private static final int MOST_ROUNDED_DIGITS = 15;
  private static final int MOST_DECIMAL_DIGITS = 38;

  private final Function function;
  private final List<Value> arguments;
  private final List<Operand> operands;

  /** Takes compiled arguments, and how errors call each of them. */
  FunctionCompiler(Function function, List<Value> arguments, List<Operand> operands) {
    this.function = function;
    this.arguments = List.copyOf(arguments);
    this.operands = List.copyOf(operands);
  }

  /** Returns the name of a function. */
  static String nameOf(Function function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  Value compile() {
    int count = arguments.size();
    if (count < function.leastArguments() || count > function.mostArguments()) {
      throw new InvalidRequest(
          "%s takes %s, got %d".formatted(name(), FilterCheck.counts(function), count));
    }
    if (function == Function.COALESCE) {
      return coalesce();
    }
    if (function == Function.NULLIF) {
      return nullIf();
    }
    for (Value argument : arguments) {
      if (ExpressionCompiler.isNull(argument)) {
        return Value.Constant.none();
      }
    }
    return strict();
  }

  /** Functions that are null when an argument is. */
  private Value strict() {
    return switch (function) {
      case LOWER, UPPER, TRIM, LTRIM, RTRIM -> texts(TEXT, 1, TextFunctions.text(function));
      case LENGTH -> type(0) instanceof DataType.Binary ? size() : length();
      case OCTET_LENGTH -> size();
      case SUBSTRING -> substring();
      case CONCAT -> texts(TEXT, arguments.size(), TextFunctions.concat());
      case REPLACE -> texts(TEXT, 3, TextFunctions.replace());
      case NEGATE, ABS, ROUND, FLOOR, CEIL, TRUNC -> number();
      case SQRT -> real(NumberFunctions.real(function, 0));
      case POWER -> real(NumberFunctions.power());
      case DATE_PART -> datePart();
      case DATE_TRUNC -> dateTrunc();
      case ARRAY_LENGTH -> arrayLength();
      case COALESCE, NULLIF -> throw new AssertionError(function);
    };
  }

  private Value texts(DataType result, int count, Kernel kernel) {
    for (int i = 0; i < count; i++) {
      require(type(i) instanceof DataType.Utf8, i, "text");
    }
    return ExpressionCompiler.computed(result, arguments, kernel);
  }

  private Value length() {
    return texts(Lanes.WHOLE, 1, TextFunctions.length());
  }

  private Value size() {
    boolean sized = type(0) instanceof DataType.Utf8 || type(0) instanceof DataType.Binary;
    require(sized, 0, "text or a binary value");
    return ExpressionCompiler.computed(Lanes.WHOLE, arguments, TextFunctions.size());
  }

  private Value substring() {
    for (int i = 1; i < arguments.size(); i++) {
      require(type(i) instanceof DataType.Int, i, "a whole number");
    }
    return texts(TEXT, 1, TextFunctions.substring());
  }

  private Value real(Kernel kernel) {
    for (int i = 0; i < arguments.size(); i++) {
      require(Casts.isNumber(type(i)), i, "a number");
    }
    return ExpressionCompiler.computed(Lanes.REAL, arguments, kernel);
  }

  private Value number() {
    require(Casts.isNumber(type(0)), 0, "a number");
    int digits = arguments.size() == 2 ? digits() : 0;
    List<Value> first = List.of(arguments.getFirst());
    return switch (type(0)) {
      case DataType.Int i ->
          ExpressionCompiler.computed(Lanes.WHOLE, first, NumberFunctions.whole(function));
      case DataType.Decimal d -> {
        boolean same = function == Function.NEGATE || function == Function.ABS;
        int scale = same ? d.scale() : Math.min(d.scale(), digits);
        DataType.Decimal result = new DataType.Decimal(MOST_DECIMAL_DIGITS, scale);
        yield ExpressionCompiler.computed(result, first, NumberFunctions.decimal(function, result));
      }
      default ->
          ExpressionCompiler.computed(Lanes.REAL, first, NumberFunctions.real(function, digits));
    };
  }

  private int digits() {
    Object constant = arguments.get(1) instanceof Value.Constant c ? c.value() : null;
    if (constant instanceof Long digits && digits >= 0 && digits <= MOST_ROUNDED_DIGITS) {
      return (int) (long) digits;
    }
    throw new InvalidRequest(
        "round takes a constant number of digits from 0 to " + MOST_ROUNDED_DIGITS);
  }

  private Value datePart() {
    boolean timed =
        type(1) instanceof DataType.Date
            || type(1) instanceof DataType.Time
            || type(1) instanceof DataType.Timestamp;
    require(timed, 1, "a date, time or timestamp");
    return ExpressionCompiler.computed(
        Lanes.WHOLE, List.of(arguments.get(1)), DateFunctions.part(part(), type(1)));
  }

  private Value dateTrunc() {
    boolean dated = type(1) instanceof DataType.Date || type(1) instanceof DataType.Timestamp;
    require(dated, 1, "a date or timestamp");
    return ExpressionCompiler.computed(
        type(1), List.of(arguments.get(1)), DateFunctions.trunc(part(), type(1)));
  }

  private String part() {
    if (arguments.getFirst() instanceof Value.Constant constant
        && constant.value() instanceof String part) {
      return part;
    }
    throw new InvalidRequest(name() + " takes a constant name of a part, such as 'year', first");
  }

  private Value arrayLength() {
    require(type(0) instanceof DataType.ListOf, 0, "a list");
    return ExpressionCompiler.computed(Lanes.WHOLE, arguments, TextFunctions.size());
  }

  private Value coalesce() {
    List<Value> given = new ArrayList<>();
    for (Value argument : arguments) {
      if (!ExpressionCompiler.isNull(argument)) {
        given.add(argument);
      }
    }
    if (given.isEmpty()) {
      return Value.Constant.none();
    }
    DataType type = common(given);
    List<Value> alike = new ArrayList<>();
    for (Value value : given) {
      boolean same = value.type().equals(type);
      alike.add(same ? value : converted(value, type, given.getFirst().type()));
    }
    return ExpressionCompiler.computed(type, alike, Choices.coalesce(type));
  }

  /** Returns a value as another type; a constant that is none of it is a mistake, not null. */
  private Value converted(Value value, DataType type, DataType first) {
    Value converted = ExpressionCompiler.converted(value, type);
    if (converted == null) {
      throw differing(first, value.type());
    }
    if (ExpressionCompiler.isNull(converted) && value instanceof Value.Constant constant) {
      throw new InvalidRequest(
          "%s takes values of one type; %s is no %s"
              .formatted(
                  name(),
                  Complaints.shown(Objects.requireNonNull(constant.value())),
                  type.describe()));
    }
    return converted;
  }

  /** Returns the type of the first that is no constant; of different numbers, one for them all. */
  private DataType common(List<Value> given) {
    DataType type = given.getFirst().type();
    for (Value value : given) {
      if (!(value instanceof Value.Constant)) {
        type = value.type();
        break;
      }
    }
    if (!Casts.isNumber(type)) {
      return type;
    }
    boolean same = true;
    boolean whole = true;
    for (Value value : given) {
      if (!Casts.isNumber(value.type())) {
        throw differing(type, value.type());
      }
      same &= value.type().equals(type) || value instanceof Value.Constant;
      whole &= value.type() instanceof DataType.Int;
    }
    if (whole) {
      return Lanes.WHOLE;
    }
    return same && type instanceof DataType.Decimal decimal
        ? withConstants(decimal, given)
        : Lanes.REAL;
  }

  /**
   * Returns the decimal type that has the constants too, not rounded: they may have more digits
   * than a column. Where there is none, float64.
   */
  private static DataType withConstants(DataType.Decimal type, List<Value> given) {
    int scale = type.scale();
    int whole = type.precision() - scale;
    for (Value value : given) {
      if (value instanceof Value.Constant constant) {
        BigDecimal printed = Numbers.printed(Objects.requireNonNull(constant.value()));
        if (printed == null) {
          return Lanes.REAL; // no decimal is infinite
        }
        BigDecimal number = Numbers.tamed(printed).stripTrailingZeros();
        scale = Math.max(scale, number.scale());
        whole = Math.max(whole, number.precision() - number.scale());
      }
    }
    if (scale == type.scale() && whole == type.precision() - scale) {
      return type;
    }
    return whole + scale <= MOST_DECIMAL_DIGITS
        ? new DataType.Decimal(MOST_DECIMAL_DIGITS, scale)
        : Lanes.REAL;
  }

  private InvalidRequest differing(DataType one, DataType other) {
    return new InvalidRequest(
        "%s takes values of one type, got %s and %s"
            .formatted(name(), one.describe(), other.describe()));
  }

  private Value nullIf() {
    Value first = arguments.get(0);
    Value second = arguments.get(1);
    if (ExpressionCompiler.isNull(first) || ExpressionCompiler.isNull(second)) {
      return first;
    }
    if (Pairs.areComparable(first.type(), second.type())) {
      return nullIf(first, beside(first, second.type()), beside(second, first.type()));
    }
    if (second instanceof Value.Constant) {
      return nullIf(first, first, converted(second, first.type(), first.type()));
    }
    throw differing(first.type(), second.type());
  }

  private static Value nullIf(Value first, Value left, Value right) {
    return ExpressionCompiler.computed(first.type(), List.of(first, left, right), Choices.nullIf());
  }

  /** Returns a decimal constant as comparisons take it: the nearest of a width, or as it is. */
  private static Value beside(Value value, DataType type) {
    boolean free =
        value instanceof Value.Constant constant
            && constant.value() instanceof BigDecimal
            && value.type() instanceof DataType.FloatingPoint;
    if (!free) {
      return value;
    }
    Object number = Coercion.toward(type, Objects.requireNonNull(((Value.Constant) value).value()));
    return number instanceof Double nearest
        ? Value.Constant.of(nearest, Lanes.REAL)
        : ExpressionCompiler.exact(value);
  }

  private DataType type(int argument) {
    return arguments.get(argument).type();
  }

  private void require(boolean holds, int argument, String wanted) {
    if (!holds) {
      throw new InvalidRequest(
          "%s takes %s, got %s".formatted(name(), wanted, operands.get(argument).describe()));
    }
  }

  private String name() {
    return nameOf(function);
  }
}
