package dev.pilum.testkit.table;

import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the steps of a workload have in common: the table, and how often which of them come.
 *
 * @param schema the table's columns when it is created
 * @param options how its database is opened
 * @param keys how many different keys there are
 * @param batchRows a batch has at most so many rows
 * @param steps how likely each kind of step is
 * @param stepsToAnEvolution one in so many steps changes columns or older versions; 0 for none
 * @param evolutions how likely each kind of such changes is
 */
record Mix(
    Schema schema,
    DatabaseOptions options,
    int keys,
    int batchRows,
    Weights steps,
    int stepsToAnEvolution,
    Weights evolutions) {
  private static final int KINDS_OF_STEPS = 17;
  private static final int KINDS_OF_EVOLUTIONS = 9;

  /**
   * Draws one that changes no columns.
   *
   * @param extraRandom draws what not all tables have
   */
  static Mix drawn(SplittableRandom random, SplittableRandom extraRandom) {
    boolean textKeys = random.nextBoolean();
    int keys = 1 << random.nextInt(2, 8);
    int batchRows = 1 << random.nextInt(0, 6);
    Metric metric = random.nextBoolean() ? Metric.L2 : Metric.DOT;
    Schema schema = schema(textKeys, metric, extraRandom);
    DatabaseOptions options =
        DatabaseOptions.DEFAULT
            .withMemtableBytes(1L << random.nextInt(10, 14))
            .withGraphMinimumRows(1 << random.nextInt(2, 7))
            .withMaximumSegments(random.nextInt(2, 5))
            .withDurability(extraRandom.nextInt(3) == 0 ? Durability.BUFFERED : Durability.FORCED);
    return new Mix(schema, options, keys, batchRows, steps(random), 0, new Weights(List.of()));
  }

  private static Schema schema(boolean textKeys, Metric metric, SplittableRandom extraRandom) {
    SchemaBuilder builder =
        Schema.builder()
            .key(Columns.KEY, textKeys ? Types.utf8() : Types.int64())
            .field(Columns.NUMBER, Types.int32())
            .field(Columns.TEXT, Types.utf8())
            .vector(Columns.VECTOR, Columns.DIMENSION, metric)
            .bits(Columns.BITS, Columns.BIT_COUNT)
            .field(Columns.TAGS, Types.list(Types.utf8()));
    if (extraRandom.nextInt(8) == 0) {
      builder.text(Columns.BODY, "whitespace");
    }
    if (extraRandom.nextInt(3) == 0) {
      builder.multivector(Columns.TOKENS, Columns.DIMENSION, metric);
    }
    return builder.build();
  }

  private static Weights steps(SplittableRandom random) {
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < KINDS_OF_STEPS; i++) {
      weights.add(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(8));
    }
    weights.set(0, weights.getFirst() + 4);
    weights.set(KINDS_OF_STEPS - 1, Math.min(weights.getLast(), 1));
    return new Weights(weights);
  }

  /** Returns the same, where columns and older versions may change too. */
  Mix evolving(SplittableRandom random) {
    int rare = random.nextBoolean() ? 0 : 1 << random.nextInt(1, 5);
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < KINDS_OF_EVOLUTIONS; i++) {
      weights.add(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(4));
    }
    weights.set(0, weights.getFirst() + 1);
    return new Mix(schema, options, keys, batchRows, steps, rare, new Weights(weights));
  }

  /** Returns the same, with the database opened in another way. */
  Mix with(DatabaseOptions other) {
    return new Mix(schema, other, keys, batchRows, steps, stepsToAnEvolution, evolutions);
  }
}
