package dev.pilum.engine.filter;

import dev.pilum.engine.value.Operators;
import dev.pilum.engine.value.Pairs;
import dev.pilum.engine.value.TextFunctions;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns a filter into a {@link Condition}, checking it on the way. One use, one thread. */
final class FilterCompiler {
  /** A list of this size takes a few megabytes; a larger one wants a join, not a filter. */
  static final int MAX_LIST = 100_000;

  private final ExpressionCompiler values;
  private final FilterSize size = new FilterSize();

  FilterCompiler(Schema schema) {
    this.values = new ExpressionCompiler(schema, this);
  }

  /** Returns the condition that a filter means. */
  Condition compile(Filter filter) {
    return compile(filter, 1);
  }

  /** Returns the value that an expression means. */
  Value compile(Expression expression) {
    return values.compile(expression, 1);
  }

  /** Counts a part at some depth, and refuses what is too deep or too large. */
  void count(int depth) {
    size.count(depth);
  }

  /** Returns the condition that a filter means, found at some depth. */
  Condition compile(Filter filter, int depth) {
    count(depth);
    return switch (filter) {
      case Filter.And a -> Conjunction.of(compileEach(a.parts(), depth + 1));
      case Filter.Or o -> new Condition.Any(compileEach(o.parts(), depth + 1));
      case Filter.Not n -> new Condition.Opposite(compile(n.part(), depth + 1));
      case Filter.Compare c -> leaf(c, compare(c, depth));
      case Filter.In i -> leaf(i, in(i, depth));
      case Filter.Like l -> leaf(l, like(l, depth));
      case Filter.Matches m -> leaf(m, matches(m, depth));
      case Filter.HasAny h -> leaf(h, has(h.list(), h.values(), List.of(h.values()), depth));
      case Filter.HasAll h -> {
        List<List<Object>> each = h.values().stream().distinct().map(List::<Object>of).toList();
        yield leaf(h, has(h.list(), h.values(), each, depth));
      }
      case Filter.IsNull n -> leaf(n, isNull(n, depth));
    };
  }

  private static Condition leaf(Filter filter, Condition condition) {
    return new Condition.Leaf(filter, condition, Set.copyOf(FilterCheck.columns(filter)));
  }

  private List<Condition> compileEach(List<Filter> filters, int depth) {
    List<Condition> conditions = new ArrayList<>(filters.size());
    for (Filter filter : filters) {
      conditions.add(compile(filter, depth));
    }
    return List.copyOf(conditions);
  }

  private Condition compare(Filter.Compare compare, int depth) {
    Value left = values.compile(compare.left(), depth + 1);
    Value right = values.compile(compare.right(), depth + 1);
    // A literal takes the type of what it is compared with; what was computed, if only of literals,
    // has its own.
    if (right instanceof Value.Constant constant && isFree(compare.right(), constant, left)) {
      return compare(compare.left(), left, compare.operator(), constant);
    }
    if (left instanceof Value.Constant constant && isFree(compare.left(), constant, right)) {
      return compare(compare.right(), right, Operators.mirrored(compare.operator()), constant);
    }
    scalar(compare.left(), left);
    scalar(compare.right(), right);
    if (!Pairs.areComparable(left.type(), right.type())) {
      throw new InvalidRequest(
          "%s cannot be compared with %s"
              .formatted(
                  values.operand(compare.left(), left).describe(),
                  values.operand(compare.right(), right).describe()));
    }
    return inBlocks(new Condition.OnPair(left, compare.operator(), right), compare);
  }

  /** Returns whether a constant may be rounded to the type that it is compared with. */
  private static boolean isFree(Expression expression, Value.Constant constant, Value with) {
    return constant.value() == null
        || expression instanceof Expression.Literal
        || !(with.type() instanceof DataType.FloatingPoint)
        || constant.type().equals(with.type());
  }

  private Condition compare(
      Expression expression, Value value, Operator operator, Value.Constant constant) {
    Operand operand = scalar(expression, value);
    Object compared = constant.value();
    if (compared == null || isNull(value)) {
      return new Condition.Unknown();
    }
    // What is not equal is what is neither equal nor unknown: one range of keys fewer to think
    // about.
    boolean opposite = operator == Operator.NOT_EQUAL;
    Condition condition =
        onValue(
            expression,
            value,
            ColumnTests.compare(operand, opposite ? Operator.EQUAL : operator, compared));
    return opposite ? new Condition.Opposite(condition) : condition;
  }

  private Condition in(Filter.In in, int depth) {
    Value value = values.compile(in.operand(), depth + 1);
    Operand operand = scalar(in.operand(), value);
    checkSize(operand, in.values());
    if (in.values().isEmpty()) {
      return new Condition.Any(List.of());
    }
    return isNull(value)
        ? new Condition.Unknown()
        : onValue(in.operand(), value, ColumnTests.in(operand, in.values()));
  }

  private Condition like(Filter.Like like, int depth) {
    Value value = text(like.operand(), "matched with LIKE '" + like.pattern() + "'", depth);
    if (isNull(value)) {
      return new Condition.Unknown();
    }
    if (like.letterCase() == LetterCase.SENSITIVE) {
      return onValue(like.operand(), value, LikePattern.of(like.pattern()));
    }
    Value folded = new Value.Computed(Types.utf8(), List.of(value), TextFunctions.folded());
    LikePattern pattern = LikePattern.of(TextFunctions.folded(like.pattern()));
    return inBlocks(new Condition.OnValue(folded, pattern), like.operand());
  }

  private Condition matches(Filter.Matches matches, int depth) {
    Value value = text(matches.operand(), "matched with a regular expression", depth);
    return isNull(value)
        ? new Condition.Unknown()
        : onValue(matches.operand(), value, RegexTest.of(matches.regex(), matches.letterCase()));
  }

  private Value text(Expression expression, String verb, int depth) {
    Value value = values.compile(expression, depth + 1);
    if (!(value.type() instanceof DataType.Utf8) && !isNull(value)) {
      throw new InvalidRequest(
          "%s cannot be %s; only utf8 can"
              .formatted(values.operand(expression, value).describe(), verb));
    }
    return value;
  }

  /** Asks a list whether it has a value of each of some sets, which together are {@code asked}. */
  private Condition has(Expression list, List<?> asked, List<? extends List<?>> sets, int depth) {
    Value value = values.compile(list, depth + 1);
    if (!(value.type() instanceof DataType.ListOf(DataType element)) || !element.isScalar()) {
      throw new InvalidRequest(
          "only a list of scalars can be asked what it has, not "
              + values.operand(list, value).describe());
    }
    Operand operand = new Operand("an element of " + values.operand(list, value).name(), element);
    checkSize(operand, asked);
    List<ColumnTest> tests = new ArrayList<>(sets.size());
    for (List<?> set : sets) {
      tests.add(ColumnTests.in(operand, set));
    }
    return onValue(list, value, new ListTest(List.copyOf(tests)));
  }

  private Condition isNull(Filter.IsNull filter, int depth) {
    Value value = values.compile(filter.operand(), depth + 1);
    return value instanceof Value.Constant constant
        ? constant.value() == null ? new Condition.All(List.of()) : new Condition.Any(List.of())
        : inBlocks(new Condition.Missing(value), filter.operand());
  }

  private Condition onValue(Expression expression, Value value, ColumnTest test) {
    return inBlocks(new Condition.OnValue(value, test), expression);
  }

  /** Only what is stored is there as a whole; everything else is computed block by block. */
  private static Condition inBlocks(Condition condition, Expression expression) {
    if (expression instanceof Expression.Column) {
      boolean isComputed =
          condition instanceof Condition.OnValue(Value value, ColumnTest test)
              && value instanceof Value.Computed;
      return isComputed ? blocks(condition, expression) : condition;
    }
    return blocks(condition, expression);
  }

  private static Condition inBlocks(Condition condition, Filter filter) {
    return new Condition.InBlocks(condition, Set.copyOf(FilterCheck.columns(filter)));
  }

  private static Condition blocks(Condition condition, Expression expression) {
    Set<String> columns = new LinkedHashSet<>();
    FilterCheck.collect(expression, columns);
    return new Condition.InBlocks(condition, Set.copyOf(columns));
  }

  private static void checkSize(Operand operand, List<?> members) {
    if (members.size() > MAX_LIST) {
      throw new InvalidRequest(
          "%s is compared with a list of %d values; at most %d"
              .formatted(operand.name(), members.size(), MAX_LIST));
    }
  }

  private static boolean isNull(Value value) {
    return value instanceof Value.Constant constant && constant.value() == null;
  }

  private Operand scalar(Expression expression, Value value) {
    Operand operand = values.operand(expression, value);
    if (!value.type().isScalar()) {
      throw new InvalidRequest(
          operand.describe()
              + " cannot be compared in a filter, only asked whether it is null"
              + (value.type() instanceof DataType.ListOf ? " or what it has" : ""));
    }
    return operand;
  }
}
