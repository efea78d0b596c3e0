package dev.pilum.engine.sql;

import dev.pilum.engine.filter.FilterCheck;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Literal;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.filter.Function;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
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
  private final @Nullable Schema schema;
  private final SqlValues values;

  SqlTranslator(SqlText text, SqlParameters parameters, @Nullable Schema schema) {
    this.text = text;
    this.schema = schema;
    this.values = new SqlValues(text, parameters, schema, this);
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
    Expression value =
        new SqlTranslator(parse.text(), parameters, schema).values.value(parse.root());
    parameters.checkAllUsed();
    return value;
  }

  /** Returns the condition that a node stands for. */
  Filter condition(SqlNode node) {
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
        Filter filter = ofOperator(b);
        yield filter == null ? holds(values.value(b)) : filter;
      }
      case SqlNode.Is i -> is(i);
      case SqlNode.In i -> in(i);
      case SqlNode.Between b -> between(b);
      case SqlNode.Like l -> like(l);
      case SqlNode.Call c when SqlFunctions.CONDITIONS.contains(c.function()) -> call(c);
      default -> holds(values.value(node));
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

  private @Nullable Filter ofOperator(SqlNode.Binary binary) {
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
      case "@>" -> new Filter.HasAll(values.value(binary.left()), values.list(binary.right()));
      case "&&" -> new Filter.HasAny(values.value(binary.left()), values.list(binary.right()));
      default -> null;
    };
  }

  private Filter compare(SqlNode.Binary binary, Operator operator) {
    return new Filter.Compare(values.value(binary.left()), operator, values.value(binary.right()));
  }

  private Filter is(SqlNode.Is is) {
    Filter plain =
        switch (is.word()) {
          case "true" -> orElse(is.operand(), false);
          case "false" -> orElse(is.operand(), true).negate();
          default -> new Filter.IsNull(values.value(is.operand()));
        };
    return is.not() ? plain.negate() : plain;
  }

  /** Whether something is true, where unknown is taken for {@code unknown}. */
  private Filter orElse(SqlNode operand, boolean unknown) {
    Expression decided =
        new Expression.Call(
            Function.COALESCE, List.of(values.value(operand), new Literal(unknown)));
    return new Filter.Compare(decided, Operator.EQUAL, TRUE);
  }

  private Filter between(SqlNode.Between between) {
    Expression operand = values.value(between.operand());
    return new Filter.And(
        List.of(
            new Filter.Compare(operand, Operator.GREATER_OR_EQUAL, values.value(between.low())),
            new Filter.Compare(operand, Operator.LESS_OR_EQUAL, values.value(between.high()))));
  }

  /** Constants become one set; every other member a comparison, and null one that is unknown. */
  private Filter in(SqlNode.In in) {
    Expression operand = values.value(in.operand());
    List<Object> constants = new ArrayList<>();
    List<Filter> others = new ArrayList<>();
    for (Expression member : values.members(in.list())) {
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

  private Filter like(SqlNode.Like like) {
    Expression operand = values.value(like.operand());
    String pattern = values.constantText(like.pattern(), "the pattern of LIKE");
    if (pattern == null) {
      return new Filter.Compare(operand, Operator.EQUAL, NULL);
    }
    SqlNode escape = like.escape();
    String own = escape == null ? "\\" : values.constantText(escape, "the ESCAPE of LIKE");
    if (own == null || own.codePointCount(0, own.length()) > 1) {
      throw text.wrong(escape == null ? like.at() : escape.at(), "ESCAPE takes one character");
    }
    return new Filter.Like(
        operand,
        own.equals("\\") ? pattern : SqlPatterns.withBackslash(pattern, own),
        like.ignoreCase() ? LetterCase.IGNORED : LetterCase.SENSITIVE);
  }

  private Filter matches(SqlNode operand, SqlNode regex, LetterCase letterCase) {
    String expression = values.constantText(regex, "a regular expression");
    return expression == null
        ? new Filter.Compare(values.value(operand), Operator.EQUAL, NULL)
        : new Filter.Matches(values.value(operand), expression, letterCase);
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
      case "array_has_any" -> new Filter.HasAny(values.value(first), values.list(second));
      case "array_has_all" -> new Filter.HasAll(values.value(first), values.list(second));
      default -> has(first, second);
    };
  }

  private Filter part(SqlNode operand, SqlNode part, String before, String after) {
    String constant = values.constantText(part, "the text to look for");
    return constant == null
        ? new Filter.Compare(values.value(operand), Operator.EQUAL, NULL)
        : new Filter.Like(
            values.value(operand),
            before + SqlPatterns.quoted(constant) + after,
            LetterCase.SENSITIVE);
  }

  private Filter has(SqlNode list, SqlNode value) {
    if (values.value(value) instanceof Literal(Object constant)) {
      return constant == null
          ? new Filter.Compare(NULL, Operator.EQUAL, NULL)
          : new Filter.HasAll(values.value(list), List.of(constant));
    }
    throw text.wrong(value.at(), "a list can be asked for constants and parameters only");
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
}
