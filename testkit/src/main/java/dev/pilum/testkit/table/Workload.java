package dev.pilum.testkit.table;

import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.hasAll;
import static dev.pilum.filter.Filters.hasAny;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.like;

import dev.pilum.DatabaseOptions;
import dev.pilum.Durability;
import dev.pilum.Row;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.table.Evolution.Extra;
import dev.pilum.testkit.table.Evolution.Filling;
import dev.pilum.testkit.table.Evolution.Kind;
import dev.pilum.testkit.table.Step.Condition;
import dev.pilum.testkit.table.Step.Upkeep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/*
 * Each seed draws its own table and its own mix of steps: one does nearly nothing but upserts of few keys, another deletes and flushes all
 * the time. Mixes that leave steps out reach states that an even mix never does (swarm testing: Groce and others, ISSTA 2012).
 *
 * Some tables have a column of searched text or of several vectors in each row, some writes are buffered: not all, because Lucene makes
 * every flush and every recovery dearer. These draws are apart, so that a history is the same with and without them.
 *
 * Sizes are tiny so that flushes, merges, graphs and delete files happen every few steps. Coordinates are small whole numbers, so that
 * distances are exact in floating point and equal ones are frequent.
 */
/** A random history of a small table, drawn from a seed. One thread at a time. */
public final class Workload {
  static final String KEY = "key";
  static final String NUMBER = "number";
  static final String TEXT = "text";
  static final String VECTOR = "vector";
  static final String BITS = "bits";
  static final String TAGS = "tags";

  /** The column of searched text, where there is one. */
  public static final String BODY = "body";

  /** The column of several vectors in each row, where there is one. */
  public static final String TOKENS = "tokens";

  static final int DIMENSION = 4;

  /** How many vectors a row has at most. */
  static final int MAX_TOKENS = 3;

  /** What bodies are made of: few, so that most are found in many rows. */
  static final List<String> WORDS = List.of("graph", "walk", "row", "tree", "leaf");

  /** What columns are called that come and go. */
  private static final List<String> EXTRAS = List.of("x0", "x1", "x2", "x3");

  private static final int KINDS_OF_EVOLUTIONS = 9;
  private static final int NUMBERS = 20;
  private static final int STEPS_TO_AN_INDEX = 8;
  private static final int STEPS_TO_A_MERGE = 10;
  private static final int KINDS_OF_STEPS = 17;

  private final SplittableRandom random;

  /** Apart, so that a history has the same rows with and without indexes. */
  private final SplittableRandom indexRandom;

  /** Apart too. */
  private final SplittableRandom extraRandom;

  /** What draws the rows of merges, apart from all others; {@code null} in that one itself. */
  private final @Nullable Workload merges;

  private final Schema schema;
  private final DatabaseOptions options;
  private final boolean textKeys;
  private final int keys;
  private final int batchRows;
  private final int[] weights;

  /** One in so many steps changes columns or older versions; 0 for none. */
  private final int stepsToAnEvolution;

  /** Draws such changes, apart from all others, and says by their weights which. */
  private final SplittableRandom evolutionRandom;

  private final int[] evolutions;

  /** Draws the table and the mix. */
  public Workload(long seed) {
    random = new SplittableRandom(seed);
    indexRandom = new SplittableRandom(~seed);
    extraRandom = new SplittableRandom(Long.reverse(seed));
    textKeys = random.nextBoolean();
    keys = 1 << random.nextInt(2, 8);
    batchRows = 1 << random.nextInt(0, 6);
    Metric metric = random.nextBoolean() ? Metric.L2 : Metric.DOT;
    schema = schema(metric);
    options =
        DatabaseOptions.DEFAULT
            .withMemtableBytes(1L << random.nextInt(10, 14))
            .withGraphMinimumRows(1 << random.nextInt(2, 7))
            .withMaximumSegments(random.nextInt(2, 5))
            .withDurability(extraRandom.nextInt(3) == 0 ? Durability.BUFFERED : Durability.FORCED);
    weights = new int[KINDS_OF_STEPS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(8);
    }
    weights[0] += 4;
    weights[KINDS_OF_STEPS - 1] = Math.min(weights[KINDS_OF_STEPS - 1], 1);
    evolutionRandom = new SplittableRandom(Long.rotateRight(seed, 11));
    evolutions = new int[0];
    stepsToAnEvolution = 0;
    merges = new Workload(this, Long.rotateLeft(seed, 17));
  }

  private Schema schema(Metric metric) {
    SchemaBuilder builder =
        Schema.builder()
            .key(KEY, textKeys ? Types.utf8() : Types.int64())
            .field(NUMBER, Types.int32())
            .field(TEXT, Types.utf8())
            .vector(VECTOR, DIMENSION, metric)
            .bits(BITS, 16)
            .field(TAGS, Types.list(Types.utf8()));
    if (extraRandom.nextInt(8) == 0) {
      builder.text(BODY, "whitespace");
    }
    if (extraRandom.nextInt(3) == 0) {
      builder.multivector(TOKENS, DIMENSION, metric);
    }
    return builder.build();
  }

  private Workload(Workload other, DatabaseOptions options, long seed) {
    this(other, options, seed, new Workload(other, Long.rotateLeft(seed, 17)));
  }

  private Workload(Workload other, long seed) {
    this(other, other.options, seed, null);
  }

  private Workload(Workload other, DatabaseOptions options, long seed, @Nullable Workload merges) {
    evolutionRandom = new SplittableRandom(Long.rotateRight(seed, 11));
    evolutions = other.evolutions;
    stepsToAnEvolution = other.stepsToAnEvolution;
    random = new SplittableRandom(seed);
    indexRandom = new SplittableRandom(~seed);
    extraRandom = new SplittableRandom(Long.reverse(seed));
    this.merges = merges;
    schema = other.schema;
    this.options = options;
    textKeys = other.textKeys;
    keys = other.keys;
    batchRows = other.batchRows;
    weights = other.weights;
  }

  /** As {@link #Workload(long)}, of a table whose columns and older versions change too. */
  public static Workload evolving(long seed) {
    return new Workload(new Workload(seed), seed, new SplittableRandom(~Long.reverse(seed)));
  }

  private Workload(Workload other, long seed, SplittableRandom mix) {
    random = new SplittableRandom(seed);
    indexRandom = new SplittableRandom(~seed);
    extraRandom = new SplittableRandom(Long.reverse(seed));
    evolutionRandom = new SplittableRandom(Long.rotateRight(seed, 11));
    schema = other.schema;
    options = other.options;
    textKeys = other.textKeys;
    keys = other.keys;
    batchRows = other.batchRows;
    weights = other.weights;
    stepsToAnEvolution = mix.nextBoolean() ? 0 : 1 << mix.nextInt(1, 5);
    evolutions = new int[KINDS_OF_EVOLUTIONS];
    for (int i = 0; i < evolutions.length; i++) {
      evolutions[i] = mix.nextInt(3) == 0 ? 0 : 1 + mix.nextInt(4);
    }
    evolutions[0]++;
    merges = new Workload(this, Long.rotateLeft(seed, 17));
  }

  /** Returns the same table and the same mix with other draws, for going on after a crash. */
  public Workload again(long seed) {
    return new Workload(this, options, seed);
  }

  /** Returns the same table, opened so that it is never flushed unless it is asked for. */
  public Workload flushedOnlyWhenAsked(long seed) {
    return new Workload(this, options.withMemtableBytes(1 << 20), seed);
  }

  /** Returns the table's columns. */
  public Schema schema() {
    return schema;
  }

  /** Returns how its database is to be opened. */
  public DatabaseOptions options() {
    return options;
  }

  /** Returns whether a column is one that comes and goes. */
  static boolean isExtra(Field field) {
    return EXTRAS.contains(field.name());
  }

  /** Returns a key that may or may not be there. */
  public Object key() {
    long number = random.nextInt(keys);
    return textKeys ? (Object) ("k" + number) : (Object) (number - keys / 2);
  }

  /** Draws the next step of a table that holds {@code now}. */
  public Step next(TableModel now) {
    if (!now.exists()) {
      return new Step.Create();
    }
    if (stepsToAnEvolution > 0 && evolutionRandom.nextInt(stepsToAnEvolution) == 0) {
      return new Step.Evolve(evolution(now));
    }
    return withExtras(nextOfRows(), now);
  }

  /**
   * Draws the next step of one of several clients of a table that exists; nobody knows what else it
   * holds.
   */
  public Step nextBeside() {
    if (stepsToAnEvolution > 0 && evolutionRandom.nextInt(stepsToAnEvolution) == 0) {
      return new Step.Evolve(evolutionBeside());
    }
    return nextOfRows();
  }

  private Step nextOfRows() {
    if (indexRandom.nextInt(STEPS_TO_AN_INDEX) == 0) {
      return index();
    }
    if (merges != null && merges.random.nextInt(STEPS_TO_A_MERGE) == 0) {
      return merges.merge();
    }
    return switch (drawn(weights, random)) {
      case 0 -> new Step.Upsert(List.of(row()));
      case 1 -> new Step.Upsert(rows());
      case 2 -> new Step.Add(rows());
      case 3 -> new Step.Add(List.of(row()));
      case 4 -> new Step.Update(key(), values());
      case 5 -> new Step.UpdateWhere(condition(), values());
      case 6 -> new Step.Delete(List.of(key()));
      case 7 -> new Step.Delete(someKeys());
      case 8 -> new Step.DeleteWhere(condition());
      case 9 -> new Step.Read(random.nextLong());
      case 10 -> new Step.Keep(Upkeep.FLUSH);
      case 11 -> new Step.Keep(random.nextInt(3) == 0 ? Upkeep.OPTIMIZE : Upkeep.BACKGROUND);
      case 12 -> new Step.Keep(Upkeep.AWAIT);
      case 13 -> new Step.Keep(Upkeep.BACKGROUND);
      case 14 -> new Step.Keep(random.nextBoolean() ? Upkeep.TAKE_SNAPSHOT : Upkeep.CLOSE_SNAPSHOT);
      case 15 -> new Step.Keep(Upkeep.REOPEN);
      default -> random.nextInt(3) == 0 ? new Step.Drop() : new Step.Keep(Upkeep.REOPEN);
    };
  }

  private Step merge() {
    Step.Matched[] matched = Step.Matched.values();
    return new Step.Merge(
        rows(),
        matched[random.nextInt(matched.length)],
        random.nextInt(4) == 0 ? Step.Unmatched.STAY : Step.Unmatched.INSERT,
        random.nextInt(3) == 0 ? condition() : null);
  }

  private Step index() {
    Step.Wish wish = indexRandom.nextInt(3) == 0 ? Step.Wish.DROP : Step.Wish.CREATE;
    return switch (indexRandom.nextInt(5)) {
      case 0 -> new Step.Index(KEY, ScalarIndex.ORDERED, wish);
      case 1 -> new Step.Index(NUMBER, ScalarIndex.ORDERED, wish);
      case 2 -> new Step.Index(NUMBER, ScalarIndex.BITMAP, wish);
      case 3 -> new Step.Index(TEXT, ScalarIndex.ORDERED, wish);
      default -> new Step.Index(TAGS, ScalarIndex.LABEL_LIST, wish);
    };
  }

  private Evolution evolution(TableModel now) {
    String some = EXTRAS.get(evolutionRandom.nextInt(EXTRAS.size()));
    List<Extra> there = now.extras();
    Extra one = there.isEmpty() ? null : there.get(evolutionRandom.nextInt(there.size()));
    int kind = drawn(evolutions, evolutionRandom);
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

  private Evolution evolutionOfVersions(int kind, TableModel now) {
    List<Long> versions = new ArrayList<>(now.kept().models().keySet());
    SortedMap<String, Long> tags = now.kept().tags();
    if (kind == 6 && !versions.isEmpty()) {
      return new Evolution.Restore(versions.get(evolutionRandom.nextInt(versions.size())));
    }
    if (kind == 7 && tags.size() > 1) {
      return new Evolution.Untag(tags.firstKey());
    }
    versions.add(now.version());
    long version = versions.get(evolutionRandom.nextInt(versions.size()));
    String name = "tag" + evolutionRandom.nextInt(4);
    if (kind == 7 && version > 0 && !tags.containsKey(name)) {
      return new Evolution.Tag(name, version);
    }
    return new Evolution.Retain(
        evolutionRandom.nextInt(4) == 0 ? 1 : 2 + evolutionRandom.nextInt(6));
  }

  private Evolution addition(String name) {
    Kind kind = kind(true);
    boolean required = evolutionRandom.nextInt(3) == 0;
    Filling[] fillings = Filling.values();
    Filling filling = fillings[evolutionRandom.nextInt(fillings.length)];
    return new Evolution.Add(
        name, kind, required, required && filling == Filling.NULLS ? Filling.CONSTANT : filling);
  }

  /** Text that is searched is only where other such text is: it makes everything dearer. */
  private Kind kind(boolean searched) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[evolutionRandom.nextInt(kinds.length)];
    boolean plain = kind == Kind.SEARCHED_WORD && !(searched && schema.has(BODY));
    return plain ? Kind.WORD : kind;
  }

  /** Columns that others write to without knowing of them may be null. */
  private Evolution evolutionBeside() {
    String some = EXTRAS.get(evolutionRandom.nextInt(EXTRAS.size()));
    String other = EXTRAS.get(evolutionRandom.nextInt(EXTRAS.size()));
    Filling[] fillings = Filling.values();
    return switch (drawn(evolutions, evolutionRandom)) {
      case 0 ->
          new Evolution.Add(
              some, kind(true), false, fillings[evolutionRandom.nextInt(fillings.length)]);
      case 1 -> new Evolution.Drop(some);
      case 2, 3 -> new Evolution.Rename(some, other);
      case 4, 5 -> new Evolution.Widen(some);
      default -> new Evolution.Retain(1 + evolutionRandom.nextInt(4));
    };
  }

  /** Returns the step with values for the columns that have come since. */
  private Step withExtras(Step step, TableModel now) {
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
    if (evolutionRandom.nextInt(3) == 0) {
      Extra extra = now.extras().get(evolutionRandom.nextInt(now.extras().size()));
      more.put(extra.name(), value(extra));
    }
    return more;
  }

  private @Nullable Object value(Extra extra) {
    boolean isNull = !extra.required() && evolutionRandom.nextInt(4) == 0;
    return isNull ? null : Evolution.value(extra.kind(), evolutionRandom.nextInt(7));
  }

  private static int drawn(int[] weights, SplittableRandom random) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int at = random.nextInt(sum);
    int kind = 0;
    while (at >= weights[kind]) {
      at -= weights[kind++];
    }
    return kind;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(batchRows); i >= 0; i--) {
      rows.add(row());
    }
    return rows;
  }

  private Row row() {
    Object key = key();
    Integer number = number();
    byte[] bits = number == null ? null : bits(number);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(KEY, key);
    values.put(NUMBER, number);
    values.put(TEXT, text());
    values.put(VECTOR, vector());
    values.put(BITS, bits);
    values.put(TAGS, tags(number));
    putExtras(values);
    return Row.copyOf(values);
  }

  private void putExtras(Map<String, @Nullable Object> values) {
    if (schema.has(BODY)) {
      values.put(BODY, body());
    }
    if (schema.has(TOKENS)) {
      values.put(TOKENS, extraRandom.nextInt(8) == 0 ? null : tokens(extraRandom));
    }
  }

  private @Nullable String body() {
    if (extraRandom.nextInt(8) == 0) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (int i = extraRandom.nextInt(6); i > 0; i--) {
      words.add(WORDS.get(extraRandom.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  /** Returns one to {@link #MAX_TOKENS} vectors. */
  static List<float[]> tokens(SplittableRandom random) {
    List<float[]> tokens = new ArrayList<>();
    for (int i = random.nextInt(MAX_TOKENS); i >= 0; i--) {
      tokens.add(vector(random));
    }
    return tokens;
  }

  /** Returns 16 bits, few of them for small numbers, so that many rows are equally far apart. */
  static byte[] bits(int number) {
    return new byte[] {(byte) number, (byte) (number * number)};
  }

  private List<Object> someKeys() {
    List<Object> some = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      some.add(key());
    }
    return some;
  }

  private Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new HashMap<>();
    switch (random.nextInt(4)) {
      case 0 -> values.put(TEXT, text());
      case 1 -> values.put(VECTOR, vector());
      case 2 -> {
        values.put(NUMBER, number());
        values.put(VECTOR, vector());
      }
      default -> values.put(NUMBER, number());
    }
    if (extraRandom.nextInt(3) == 0) {
      putExtras(values);
    }
    return values;
  }

  /** Returns some tags, so that a row's say what its number does. */
  private static @Nullable List<String> tags(@Nullable Integer number) {
    return number == null ? null : number % 5 == 0 ? List.of() : List.of("all", "n" + number % 5);
  }

  /** Returns conditions such as indexes can answer, each with what it means. */
  static List<Condition> conditions() {
    return List.of(
        new Condition(eq(NUMBER, 3), row -> Integer.valueOf(3).equals(row.get(NUMBER))),
        new Condition(
            eq(NUMBER, 3).negate(), row -> row.get(NUMBER) instanceof Integer n && n != 3),
        new Condition(
            between(NUMBER, 2, 8), row -> row.get(NUMBER) instanceof Integer n && n >= 2 && n <= 8),
        new Condition(isNull(NUMBER), row -> row.get(NUMBER) == null),
        new Condition(
            in(NUMBER, 1, 7, 40).and(like(TEXT, "t1%")),
            row ->
                (row.get(NUMBER) instanceof Integer n && (n == 1 || n == 7))
                    && row.get(TEXT) instanceof String t
                    && t.startsWith("t1")),
        new Condition(
            eq(TEXT, "t3").or(gt(NUMBER, 17)),
            row -> "t3".equals(row.get(TEXT)) || (row.get(NUMBER) instanceof Integer n && n > 17)),
        new Condition(
            hasAny(TAGS, "n1", "n2"),
            row -> row.get(TAGS) instanceof List<?> l && (l.contains("n1") || l.contains("n2"))),
        new Condition(
            hasAll(TAGS, "n1", "all").negate(),
            row -> row.get(TAGS) instanceof List<?> l && !l.contains("n1")));
  }

  private Condition condition() {
    int low = random.nextInt(NUMBERS);
    int high = low + random.nextInt(3);
    return switch (random.nextInt(6)) {
      case 0 -> new Condition(isNull(NUMBER), row -> row.get(NUMBER) == null);
      case 1 -> new Condition(eq(TEXT, "t" + low), row -> ("t" + low).equals(row.get(TEXT)));
      default ->
          new Condition(
              between(NUMBER, low, high),
              row -> row.get(NUMBER) instanceof Integer number && number >= low && number <= high);
    };
  }

  private @Nullable Integer number() {
    return random.nextInt(8) == 0 ? null : (Integer) random.nextInt(NUMBERS);
  }

  private @Nullable String text() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> "é".repeat(random.nextInt(60));
      default -> "t" + random.nextInt(NUMBERS);
    };
  }

  private float @Nullable [] vector() {
    return random.nextInt(8) == 0 ? null : vector(random);
  }

  static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextInt(-2, 3);
    }
    return vector;
  }
}
