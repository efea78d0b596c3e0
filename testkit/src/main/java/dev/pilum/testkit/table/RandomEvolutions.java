package dev.pilum.testkit.table;

import static dev.pilum.testkit.table.Columns.BODY;
import static dev.pilum.testkit.table.Columns.EXTRAS;

import dev.pilum.Row;
import dev.pilum.testkit.table.Evolution.Extra;
import dev.pilum.testkit.table.Evolution.Filling;
import dev.pilum.testkit.table.Evolution.Kind;
import dev.pilum.testkit.table.Step.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws changes of a table's columns and older versions, and values for columns that have come. One
 * thread at a time.
 */
final class RandomEvolutions {
  private final Mix mix;
  private final SplittableRandom random;

  RandomEvolutions(Mix mix, SplittableRandom random) {
    this.mix = mix;
    this.random = random;
  }

  /** Draws whether the next step is such a change. */
  boolean isDue() {
    return mix.stepsToAnEvolution() > 0 && random.nextInt(mix.stepsToAnEvolution()) == 0;
  }

  /** Draws one for a table that holds {@code now}. */
  Evolution next(TableModel now) {
    String some = EXTRAS.get(random.nextInt(EXTRAS.size()));
    List<Extra> there = now.extras();
    Extra one = there.isEmpty() ? null : there.get(random.nextInt(there.size()));
    int kind = mix.evolutions().draw(random);
    if (kind >= 6) {
      return evolutionOfVersions(kind, now);
    }
    if (kind == 0 || one == null) {
      return now.extra(some) == null ? addition(some) : new Evolution.Drop(some);
    }
    return switch (kind) {
      case 1 -> new Evolution.Drop(one.name());
      case 2 ->
          now.extra(some) == null
              ? new Evolution.Rename(one.name(), some)
              : new Evolution.Drop(some);
      case 3, 4 ->
          one.kind() == Kind.NUMBER
              ? new Evolution.Widen(one.name())
              : new Evolution.Drop(one.name());
      default ->
          one.required() ? new Evolution.AllowNulls(one.name()) : new Evolution.Drop(one.name());
    };
  }

  /** Draws one for a table that others write to: they know of no new column, so it may be null. */
  Evolution nextBeside() {
    String some = EXTRAS.get(random.nextInt(EXTRAS.size()));
    String other = EXTRAS.get(random.nextInt(EXTRAS.size()));
    Filling[] fillings = Filling.values();
    return switch (mix.evolutions().draw(random)) {
      case 0 -> new Evolution.Add(some, kind(), false, fillings[random.nextInt(fillings.length)]);
      case 1 -> new Evolution.Drop(some);
      case 2, 3 -> new Evolution.Rename(some, other);
      case 4, 5 -> new Evolution.Widen(some);
      default -> new Evolution.Retain(1 + random.nextInt(4));
    };
  }

  /** Returns the step with values for the columns that have come since. */
  Step withExtras(Step step, TableModel now) {
    if (now.extras().isEmpty()) {
      return step;
    }
    return switch (step) {
      case Step.Upsert(List<Row> rows) -> new Step.Upsert(withExtras(rows, now));
      case Step.Add(List<Row> rows) -> new Step.Add(withExtras(rows, now));
      case Step.Merge merge ->
          new Step.Merge(
              withExtras(merge.rows(), now), merge.matched(), merge.unmatched(), merge.bySource());
      case Step.Update(Object key, Map<String, ?> values) ->
          new Step.Update(key, withExtra(values, now));
      case Step.UpdateWhere(Condition where, Map<String, ?> values) ->
          new Step.UpdateWhere(where, withExtra(values, now));
      default -> step;
    };
  }

  private Evolution evolutionOfVersions(int kind, TableModel now) {
    List<Long> versions = new ArrayList<>(now.kept().models().keySet());
    SortedMap<String, Long> tags = now.kept().tags();
    if (kind == 6 && !versions.isEmpty()) {
      return new Evolution.Restore(versions.get(random.nextInt(versions.size())));
    }
    if (kind == 7 && tags.size() > 1) {
      return new Evolution.Untag(tags.firstKey());
    }
    versions.add(now.version());
    long version = versions.get(random.nextInt(versions.size()));
    String name = "tag" + random.nextInt(4);
    if (kind == 7 && version > 0 && !tags.containsKey(name)) {
      return new Evolution.Tag(name, version);
    }
    return new Evolution.Retain(random.nextInt(4) == 0 ? 1 : 2 + random.nextInt(6));
  }

  private Evolution addition(String name) {
    Kind kind = kind();
    boolean required = random.nextInt(3) == 0;
    Filling[] fillings = Filling.values();
    Filling filling = fillings[random.nextInt(fillings.length)];
    return new Evolution.Add(
        name, kind, required, required && filling == Filling.NULLS ? Filling.CONSTANT : filling);
  }

  /** Text that is searched is only where other such text is: it makes everything dearer. */
  private Kind kind() {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length)];
    boolean plain = kind == Kind.SEARCHED_WORD && !mix.schema().has(BODY);
    return plain ? Kind.WORD : kind;
  }

  private List<Row> withExtras(List<Row> rows, TableModel now) {
    List<Row> whole = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
      now.extras().forEach(extra -> values.put(extra.name(), value(extra)));
      whole.add(Row.copyOf(values));
    }
    return whole;
  }

  private Map<String, @Nullable Object> withExtra(Map<String, ?> values, TableModel now) {
    Map<String, @Nullable Object> more = new HashMap<>(values);
    if (random.nextInt(3) == 0) {
      Extra extra = now.extras().get(random.nextInt(now.extras().size()));
      more.put(extra.name(), value(extra));
    }
    return more;
  }

  private @Nullable Object value(Extra extra) {
    boolean isNull = !extra.required() && random.nextInt(4) == 0;
    return isNull ? null : Evolution.value(extra.kind(), random.nextInt(7));
  }
}
