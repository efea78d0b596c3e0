package dev.pilum.engine.filter;

import static dev.pilum.filter.Filters.calculate;
import static dev.pilum.filter.Filters.call;
import static dev.pilum.filter.Filters.cast;
import static dev.pilum.filter.Filters.column;
import static dev.pilum.filter.Filters.member;
import static dev.pilum.filter.Filters.value;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Function;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Random values over the columns of {@code RandomRows.EVERY_TYPE}. */
final class RandomExpressions {
  private static final List<String> NUMBERS =
      List.of("i8", "i16", "i32", "i64", "u8", "u16", "u32", "f16", "f32", "f64", "smallDec", "id");
  private static final List<String> TIMES = List.of("date", "ts", "tsz");
  private static final List<Operation> OPERATIONS = List.of(Operation.values());

  private final Random random;

  RandomExpressions(Random random) {
    this.random = random;
  }

  /** Returns a number, nested at most this deep. */
  Expression number(int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 10)) {
      case 0, 1 -> column(NUMBERS.get(random.nextInt(NUMBERS.size())));
      case 2 -> constant();
      case 3, 4, 5 ->
          calculate(
              number(depth - 1), OPERATIONS.get(random.nextInt(OPERATIONS.size())), number(0));
      case 6 -> ofNumber(number(depth - 1));
      case 7 -> castToNumber(number(depth - 1));
      case 8 -> ofOthers();
      default -> member(column("place"), "zip");
    };
  }

  /** Returns a text, nested at most this deep. */
  Expression text(int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 9)) {
      case 0, 1 -> column("text");
      case 2 -> member(column("place"), "city");
      case 3 -> call(oneOf(Function.LOWER, Function.UPPER), text(depth - 1));
      case 4 -> call(oneOf(Function.TRIM, Function.LTRIM, Function.RTRIM), text(depth - 1));
      case 5 -> call(Function.CONCAT, text(depth - 1), value(" "), column("text"));
      case 6 -> call(Function.SUBSTRING, text(depth - 1), small(), small());
      case 7 -> call(Function.REPLACE, text(depth - 1), value("a"), value("é "));
      default -> cast(column(random.nextBoolean() ? "i64" : "smallDec"), Types.utf8());
    };
  }

  /** Returns a date. */
  Expression date() {
    return switch (random.nextInt(4)) {
      case 0 -> column("date");
      case 1 -> cast(column("ts"), Types.date());
      case 2 -> cast(column("tsz"), Types.date());
      default ->
          call(Function.COALESCE, column("date"), value(LocalDate.ofEpochDay(random.nextInt(3))));
    };
  }

  private Expression ofNumber(Expression number) {
    return switch (random.nextInt(3)) {
      case 0 -> call(oneOf(Function.NEGATE, Function.ABS), number);
      case 1 -> call(oneOf(Function.FLOOR, Function.CEIL, Function.TRUNC, Function.ROUND), number);
      default -> call(Function.SQRT, number);
    };
  }

  private Expression castToNumber(Expression number) {
    return switch (random.nextInt(4)) {
      case 0 -> cast(number, Types.int8());
      case 1 -> cast(number, Types.int64());
      case 2 -> cast(number, Types.float32());
      default -> cast(number, Types.float64());
    };
  }

  private Expression ofOthers() {
    return switch (random.nextInt(5)) {
      case 0 -> call(Function.LENGTH, text(1));
      case 1 -> call(Function.OCTET_LENGTH, text(1));
      case 2 -> call(Function.ARRAY_LENGTH, column(random.nextBoolean() ? "tags" : "numbers"));
      case 3 -> call(Function.COALESCE, column("i32"), value(random.nextInt(3)));
      default -> part();
    };
  }

  private Expression part() {
    String[] parts = {"year", "month", "day", "dow", "hour", "second", "epoch"};
    return call(
        Function.DATE_PART,
        value(parts[random.nextInt(parts.length)]),
        column(TIMES.get(random.nextInt(TIMES.size()))));
  }

  private Expression small() {
    return value(random.nextInt(6) - 1);
  }

  private Expression constant() {
    return switch (random.nextInt(5)) {
      case 0 -> value(new BigDecimal("0.1"));
      case 1 -> value(1.5);
      case 2 -> value(random.nextLong());
      case 3 -> value(Double.NEGATIVE_INFINITY);
      default -> value(random.nextInt(5) - 2);
    };
  }

  private Function oneOf(Function... functions) {
    return functions[random.nextInt(functions.length)];
  }
}
