package dev.pilum.testkit.table;

import dev.pilum.Row;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.testkit.table.Step.Condition;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Whatever is called, in whatever order, a table answers as its model does; jqwik shortens what
 * fails.
 */
class TablePropertiesTest {
  private static final int KEYS = 12;
  private static final int NUMBERS = 20;
  private static final int MOST_ROWS = 8;
  private static final int MOST_CALLS = 16;
  private static final int TAGS = 2;

  @Property
  void aTableIsWhatItsModelIs(@ForAll("calls") ActionChain<ModelledTable> calls) {
    calls.withInvariant("answers are the model's", ModelledTable::check).run().end();
  }

  @Provide
  Arbitrary<ActionChain<ModelledTable>> calls() {
    return ActionChain.startWith(ModelledTable::new)
        .withAction(4, of("upsert", rows(), ModelledTable::upsert))
        .withAction(3, of("add", rows(), ModelledTable::add))
        .withAction(2, new Update())
        .withAction(1, of("set where", conditions(), (table, where) -> table.updateWhere(where, 7)))
        .withAction(2, of("delete", keys().list().ofMaxSize(4), ModelledTable::delete))
        .withAction(1, of("delete where", conditions(), ModelledTable::deleteWhere))
        .withAction(2, Action.just(Transformer.mutate("flush", ModelledTable::flush)))
        .withAction(1, Action.just(Transformer.mutate("optimize", ModelledTable::optimize)))
        .withAction(
            2, Action.just(Transformer.mutate("background", ModelledTable::runInBackground)))
        .withAction(2, Action.just(Transformer.mutate("reopen", ModelledTable::reopen)))
        .withAction(1, of("index", Arbitraries.of(ScalarIndex.class), ModelledTable::index))
        .withAction(2, of("tag", tags(), ModelledTable::tag))
        .withAction(2, of("check out tag", tags(), ModelledTable::checkOut))
        .withAction(
            2,
            of("columns:", Arbitraries.of(ModelledTable.ColumnChange.class), ModelledTable::change))
        .withAction(2, of("restore tag", tags(), ModelledTable::restore))
        .withMaxTransformations(MOST_CALLS);
  }

  private static <T> Action.Independent<ModelledTable> of(
      String what, Arbitrary<T> arguments, BiConsumer<ModelledTable, T> call) {
    return () ->
        arguments.map(argument ->
            Transformer.mutate(what + ' ' + argument, table -> call.accept(table, argument)));
  }

  /** Sets the number of one row, which may not be there. */
  private static final class Update implements Action.Independent<ModelledTable> {
    @Override
    public Arbitrary<Transformer<ModelledTable>> transformer() {
      return Combinators.combine(keys(), numbers())
          .as((key, number) ->
              Transformer.mutate(
                  "set %d of key %d".formatted(number, key), table -> table.update(key, number)));
    }
  }

  private static Arbitrary<List<Row>> rows() {
    return Combinators.combine(keys(), numbers())
        .as(ModelledTable::row)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_ROWS);
  }

  private static Arbitrary<Condition> conditions() {
    return Arbitraries.of(Conditions.all());
  }

  private static Arbitrary<Long> keys() {
    return Arbitraries.longs().between(0, KEYS - 1);
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(0, NUMBERS - 1);
  }

  private static Arbitrary<Integer> tags() {
    return Arbitraries.integers().between(1, TAGS);
  }
}
