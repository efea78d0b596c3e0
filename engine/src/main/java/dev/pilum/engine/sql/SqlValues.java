package dev.pilum.engine.sql;

import dev.pilum.engine.filter.FilterCheck;
import dev.pilum.engine.row.Complaints;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Literal;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Function;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns parsed text into values: columns, constants, parameters, what is computed of them, and
 * lists of constants. One use, one thread.
 */
final class SqlValues {
  private final SqlText text;
  private final SqlParameters parameters;
  private final @Nullable Schema schema;
  private final SqlTranslator conditions;

  /**
   * @param schema whose columns may be named; {@code null} when that is not known yet
   * @param conditions for what is true or false
   */
  SqlValues(
      SqlText text, SqlParameters parameters, @Nullable Schema schema, SqlTranslator conditions) {
    this.text = text;
    this.parameters = parameters;
    this.schema = schema;
    this.conditions = conditions;
  }

  /** Returns the value that a node stands for. */
  Expression value(SqlNode node) {
    return switch (node) {
      case SqlNode.Name n -> column(n);
      case SqlNode.Constant c -> new Literal(c.value());
      case SqlNode.Typed t -> typed(t);
      case SqlNode.Position p -> bound(p, parameters.at(p.index()));
      case SqlNode.Parameter p -> bound(p, parameters.named(p.name(), text, p.at()));
      case SqlNode.Member m -> new Expression.Member(value(m.of()), m.field());
      case SqlNode.Negative n -> new Expression.Call(Function.NEGATE, List.of(value(n.operand())));
      case SqlNode.Binary b -> binary(b);
      case SqlNode.Call c when !SqlFunctions.CONDITIONS.contains(c.function()) -> function(c);
      case SqlNode.Cast c -> cast(c);
      case SqlNode.Array a -> throw text.wrong(a.at(), "a list cannot stand here");
      default -> new Expression.Truth(conditions.condition(node));
    };
  }

  private Expression binary(SqlNode.Binary binary) {
    Operation operation = operation(binary.operator());
    if (operation != null) {
      return new Expression.Calculation(value(binary.left()), operation, value(binary.right()));
    }
    return binary.operator().equals("||")
        ? new Expression.Call(Function.CONCAT, List.of(value(binary.left()), value(binary.right())))
        : new Expression.Truth(conditions.condition(binary));
  }

  private Expression column(SqlNode.Name name) {
    if (schema != null && !schema.has(name.name())) {
      throw text.wrong(name.at(), schema.unknownColumn(name.name()).getMessage());
    }
    return new Expression.Column(name.name());
  }

  private Expression typed(SqlNode.Typed typed) {
    if (!SqlTypes.hasLiterals(typed.type())) {
      throw text.wrong(
          typed.at(),
          "'%s' before a text must be DATE, TIME, TIMESTAMP or UUID".formatted(typed.type()));
    }
    Object value = SqlTypes.value(typed.type(), typed.text());
    if (value == null) {
      throw text.wrong(typed.at(), "'%s' is no %s".formatted(typed.text(), typed.type()));
    }
    return new Literal(value);
  }

  private Expression bound(SqlNode node, @Nullable Object value) {
    if (value != null && listOf(value) != null) {
      throw text.wrong(
          node.at(), "the parameter is a list; only IN and functions of lists take one");
    }
    return new Literal(value);
  }

  private @Nullable Collection<?> boundList(SqlNode node) {
    Object value =
        switch (node) {
          case SqlNode.Position p -> parameters.at(p.index());
          case SqlNode.Parameter p -> parameters.named(p.name(), text, p.at());
          default -> null;
        };
    return value == null ? null : listOf(value);
  }

  /** Returns what a parameter holds that is a list; {@code null} of what is none, as bytes are. */
  private static @Nullable Collection<?> listOf(Object value) {
    return switch (value) {
      case Collection<?> list -> list;
      case Object[] array -> Arrays.asList(array);
      case int[] array -> Arrays.stream(array).boxed().toList();
      case long[] array -> Arrays.stream(array).boxed().toList();
      case double[] array -> Arrays.stream(array).boxed().toList();
      default -> null;
    };
  }

  private Expression function(SqlNode.Call call) {
    List<Expression> arguments = new ArrayList<>(call.arguments().size());
    for (SqlNode argument : call.arguments()) {
      arguments.add(value(argument));
    }
    Function function = SqlFunctions.named(call.function());
    if (function == null && SqlFunctions.isDatePart(call.function()) && arguments.size() == 1) {
      arguments.addFirst(new Literal(call.function()));
      function = Function.DATE_PART;
    }
    if (function == null) {
      throw text.wrong(
          call.at(),
          "unknown function '%s'; did you mean '%s'?"
              .formatted(call.function(), NearestName.of(call.function(), SqlFunctions.names())));
    }
    if (arguments.size() < function.leastArguments()
        || arguments.size() > function.mostArguments()) {
      throw text.wrong(
          call.at(),
          "%s takes %s, got %d"
              .formatted(call.function(), FilterCheck.counts(function), arguments.size()));
    }
    return new Expression.Call(function, arguments);
  }

  private Expression cast(SqlNode.Cast cast) {
    DataType type;
    try {
      type = SqlTypes.named(cast.type());
    } catch (InvalidRequest impossible) {
      throw text.wrong(cast.type().at(), impossible.getMessage());
    }
    if (type == null) {
      throw text.wrong(cast.type().at(), "unknown type '" + cast.type().name() + "'");
    }
    Expression operand = value(cast.operand());
    boolean isFloat = type.equals(new DataType.FloatingPoint(Double.SIZE));
    return isFloat && operand instanceof Literal(String word) && SqlPatterns.isNotFinite(word)
        ? new Literal(Double.valueOf(word))
        : new Expression.Cast(operand, type);
  }

  /** Returns the constant text that must stand here, or {@code null} for NULL. */
  @Nullable String constantText(SqlNode node, String what) {
    if (!(joined(value(node)) instanceof Literal(Object value))) {
      throw text.wrong(node.at(), what + " must be a constant text or a parameter");
    }
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw text.wrong(node.at(), what + " must be text, got " + Complaints.shown(value));
  }

  /** Joins constant texts to one, as of {@code LIKE ? || '%'}; returns other values as they are. */
  private static Expression joined(Expression value) {
    if (!(value instanceof Expression.Call(Function function, List<Expression> parts))
        || function != Function.CONCAT) {
      return value;
    }
    StringBuilder text = new StringBuilder();
    for (Expression part : parts) {
      switch (joined(part)) {
        case Literal(String piece) -> text.append(piece);
        case Literal(Object piece) when piece == null -> {
          return new Literal(null);
        }
        default -> {
          return value;
        }
      }
    }
    return new Literal(text.toString());
  }

  /** Returns the constants of a list that must stand here. */
  List<Object> list(SqlNode node) {
    boolean isList =
        node instanceof SqlNode.Array
            || boundList(node) != null
            || (node instanceof SqlNode.Call call && call.function().equals("make_array"));
    if (!isList) {
      throw text.wrong(node.at(), "expected a list such as ['a', 'b'] or a parameter that is one");
    }
    List<SqlNode> parts = node instanceof SqlNode.Call call ? call.arguments() : List.of(node);
    List<Object> values = new ArrayList<>();
    for (Expression member : members(parts)) {
      if (!(member instanceof Literal(Object value)) || value == null) {
        throw text.wrong(node.at(), "a list holds constants other than NULL");
      }
      values.add(value);
    }
    return values;
  }

  /** Returns the members of a list, those of lists in it too. */
  List<Expression> members(List<SqlNode> nodes) {
    List<Expression> members = new ArrayList<>();
    for (SqlNode node : nodes) {
      Collection<?> bound = boundList(node);
      if (bound != null) {
        bound.forEach(member -> members.add(new Literal(member)));
      } else if (node instanceof SqlNode.Array array) {
        members.addAll(members(array.elements()));
      } else {
        members.add(value(node));
      }
    }
    return members;
  }

  private static @Nullable Operation operation(String operator) {
    return switch (operator) {
      case "+" -> Operation.ADD;
      case "-" -> Operation.SUBTRACT;
      case "*" -> Operation.MULTIPLY;
      case "/" -> Operation.DIVIDE;
      case "%" -> Operation.REMAINDER;
      default -> null;
    };
  }
}
