package dev.pilum.engine.sql;

import dev.pilum.engine.filter.FilterCheck;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Literal;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
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
 * Turns parsed text into a filter: binds parameters, tells conditions from values, replaces names
 * of functions and types by what they stand for. Given a schema it checks each condition on the
 * way, so that errors point into the text. One use, one thread.
 */
final class SqlTranslator {
  private static final Expression NULL = new Literal(null);
  private static final Expression TRUE = new Literal(true);

  private final SqlText text;
  private final SqlParameters parameters;
  private final @Nullable Schema schema;

  SqlTranslator(SqlText text, SqlParameters parameters, @Nullable Schema schema) {
    this.text = text;
    this.parameters = parameters;
    this.schema = schema;
  }

  /** Returns the filter that was parsed, with these values for its parameters. */
  static Filter filter(SqlParse parse, SqlParameters parameters, @Nullable Schema schema) {
    parameters.check(parse);
    Filter filter = new SqlTranslator(parse.text(), parameters, schema).condition(parse.root());
    parameters.checkAllUsed();
    return filter;
  }

  /** Returns the value that was parsed, with these values for its parameters. */
  static Expression value(SqlParse parse, SqlParameters parameters, @Nullable Schema schema) {
    parameters.check(parse);
    Expression value = new SqlTranslator(parse.text(), parameters, schema).value(parse.root());
    parameters.checkAllUsed();
    return value;
  }

  private Filter condition(SqlNode node) {
    return switch (node) {
      case SqlNode.Joined j when j.all() -> new Filter.And(conditions(j.parts()));
      case SqlNode.Joined j -> new Filter.Or(conditions(j.parts()));
      case SqlNode.Not n -> new Filter.Not(condition(n.part()));
      default -> checked(node, leaf(node));
    };
  }

  private List<Filter> conditions(List<SqlNode> nodes) {
    List<Filter> conditions = new ArrayList<>(nodes.size());
    for (SqlNode node : nodes) {
      conditions.add(condition(node));
    }
    return conditions;
  }

  private Filter leaf(SqlNode node) {
    return switch (node) {
      case SqlNode.Binary b -> {
        Filter filter = condition(b);
        yield filter == null ? holds(value(b)) : filter;
      }
      case SqlNode.Is i -> is(i);
      case SqlNode.In i -> in(i);
      case SqlNode.Between b -> between(b);
      case SqlNode.Like l -> like(l);
      case SqlNode.Call c when SqlFunctions.CONDITIONS.contains(c.function()) -> call(c);
      default -> holds(value(node));
    };
  }

  /** A value that is true or false, taken as a condition. */
  private static Filter holds(Expression value) {
    return switch (value) {
      case Literal(Boolean flag) when flag -> new Filter.And(List.of());
      case Literal(Boolean flag) -> new Filter.Or(List.of());
      default -> new Filter.Compare(value, Operator.EQUAL, TRUE);
    };
  }

  private @Nullable Filter condition(SqlNode.Binary binary) {
    return switch (binary.operator()) {
      case "=", "==" -> compare(binary, Operator.EQUAL);
      case "<>", "!=" -> compare(binary, Operator.NOT_EQUAL);
      case "<" -> compare(binary, Operator.LESS);
      case "<=" -> compare(binary, Operator.LESS_OR_EQUAL);
      case ">" -> compare(binary, Operator.GREATER);
      case ">=" -> compare(binary, Operator.GREATER_OR_EQUAL);
      case "~" -> matches(binary.left(), binary.right(), LetterCase.SENSITIVE);
      case "~*" -> matches(binary.left(), binary.right(), LetterCase.IGNORED);
      case "!~" -> matches(binary.left(), binary.right(), LetterCase.SENSITIVE).negate();
      case "!~*" -> matches(binary.left(), binary.right(), LetterCase.IGNORED).negate();
      case "@>" -> new Filter.HasAll(value(binary.left()), list(binary.right()));
      case "&&" -> new Filter.HasAny(value(binary.left()), list(binary.right()));
      default -> null;
    };
  }

  private Filter compare(SqlNode.Binary binary, Operator operator) {
    return new Filter.Compare(value(binary.left()), operator, value(binary.right()));
  }

  private Filter is(SqlNode.Is is) {
    Filter plain =
        switch (is.word()) {
          case "true" -> orElse(is.operand(), false);
          case "false" -> orElse(is.operand(), true).negate();
          default -> new Filter.IsNull(value(is.operand()));
        };
    return is.not() ? plain.negate() : plain;
  }

  /** Whether something is true, where unknown is taken for {@code unknown}. */
  private Filter orElse(SqlNode operand, boolean unknown) {
    Expression decided =
        new Expression.Call(Function.COALESCE, List.of(value(operand), new Literal(unknown)));
    return new Filter.Compare(decided, Operator.EQUAL, TRUE);
  }

  private Filter between(SqlNode.Between between) {
    Expression operand = value(between.operand());
    return new Filter.And(
        List.of(
            new Filter.Compare(operand, Operator.GREATER_OR_EQUAL, value(between.low())),
            new Filter.Compare(operand, Operator.LESS_OR_EQUAL, value(between.high()))));
  }

  /** Constants become one set; every other member a comparison, and null one that is unknown. */
  private Filter in(SqlNode.In in) {
    Expression operand = value(in.operand());
    List<Object> constants = new ArrayList<>();
    List<Filter> others = new ArrayList<>();
    for (Expression member : members(in.list())) {
      if (member instanceof Literal(Object constant) && constant != null) {
        constants.add(constant);
      } else {
        others.add(new Filter.Compare(operand, Operator.EQUAL, member));
      }
    }
    if (others.isEmpty()) {
      return new Filter.In(operand, constants);
    }
    if (!constants.isEmpty()) {
      others.addFirst(new Filter.In(operand, constants));
    }
    return others.size() == 1 ? others.getFirst() : new Filter.Or(others);
  }

  private List<Expression> members(List<SqlNode> nodes) {
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

  private Filter like(SqlNode.Like like) {
    Expression operand = value(like.operand());
    String pattern = constantText(like.pattern(), "the pattern of LIKE");
    if (pattern == null) {
      return new Filter.Compare(operand, Operator.EQUAL, NULL);
    }
    SqlNode escape = like.escape();
    String own = escape == null ? "\\" : constantText(escape, "the ESCAPE of LIKE");
    if (own == null || own.codePointCount(0, own.length()) > 1) {
      throw text.wrong(escape == null ? like.at() : escape.at(), "ESCAPE takes one character");
    }
    return new Filter.Like(
        operand,
        own.equals("\\") ? pattern : SqlPatterns.withBackslash(pattern, own),
        like.ignoreCase() ? LetterCase.IGNORED : LetterCase.SENSITIVE);
  }

  private Filter matches(SqlNode operand, SqlNode regex, LetterCase letterCase) {
    String expression = constantText(regex, "a regular expression");
    return expression == null
        ? new Filter.Compare(value(operand), Operator.EQUAL, NULL)
        : new Filter.Matches(value(operand), expression, letterCase);
  }

  private Filter call(SqlNode.Call call) {
    List<SqlNode> arguments = call.arguments();
    if (arguments.size() != 2) {
      throw text.wrong(call.at(), call.function() + " takes 2 arguments, got " + arguments.size());
    }
    SqlNode first = arguments.get(0);
    SqlNode second = arguments.get(1);
    return switch (call.function()) {
      case "starts_with" -> part(first, second, "", "%");
      case "ends_with" -> part(first, second, "%", "");
      case "contains" -> part(first, second, "%", "%");
      case "regexp_like", "regexp_match" -> matches(first, second, LetterCase.SENSITIVE);
      case "array_has_any" -> new Filter.HasAny(value(first), list(second));
      case "array_has_all" -> new Filter.HasAll(value(first), list(second));
      default -> has(first, second);
    };
  }

  private Filter part(SqlNode operand, SqlNode part, String before, String after) {
    String constant = constantText(part, "the text to look for");
    return constant == null
        ? new Filter.Compare(value(operand), Operator.EQUAL, NULL)
        : new Filter.Like(
            value(operand), before + SqlPatterns.quoted(constant) + after, LetterCase.SENSITIVE);
  }

  private Filter has(SqlNode list, SqlNode value) {
    if (value(value) instanceof Literal(Object constant)) {
      return constant == null
          ? new Filter.Compare(NULL, Operator.EQUAL, NULL)
          : new Filter.HasAll(value(list), List.of(constant));
    }
    throw text.wrong(value.at(), "a list can be asked for constants and parameters only");
  }

  private List<Object> list(SqlNode node) {
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

  private Expression value(SqlNode node) {
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
      default -> new Expression.Truth(condition(node));
    };
  }

  private Expression binary(SqlNode.Binary binary) {
    Operation operation = operation(binary.operator());
    if (operation != null) {
      return new Expression.Calculation(value(binary.left()), operation, value(binary.right()));
    }
    return binary.operator().equals("||")
        ? new Expression.Call(Function.CONCAT, List.of(value(binary.left()), value(binary.right())))
        : new Expression.Truth(condition((SqlNode) binary));
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
    if (value instanceof Collection<?> || value instanceof Object[]) {
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
    return value instanceof Object[] array
        ? Arrays.asList(array)
        : value instanceof Collection<?> list ? list : null;
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
  private @Nullable String constantText(SqlNode node, String what) {
    if (value(node) instanceof Literal(Object value)) {
      if (value == null) {
        return null;
      }
      if (value instanceof String constant) {
        return constant;
      }
    }
    throw text.wrong(node.at(), what + " must be a constant text or a parameter");
  }

  private Filter checked(SqlNode node, Filter filter) {
    if (schema != null) {
      try {
        FilterCheck.check(filter, schema);
      } catch (InvalidRequest misfit) {
        throw text.wrong(node.at(), misfit.getMessage());
      }
    }
    return filter;
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
