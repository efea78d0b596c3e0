package dev.pilum.testkit.table;

import dev.pilum.DatabaseOptions;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.testkit.table.Step.Upkeep;
import java.util.List;
import java.util.SplittableRandom;

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
  private static final int STEPS_TO_AN_INDEX = 8;
  private static final int STEPS_TO_A_MERGE = 10;

  private final Mix mix;
  private final SplittableRandom random;
  private final RandomRows rows;

  /** Apart, so that a history has the same rows with and without indexes. */
  private final SplittableRandom indexRandom;

  /** Apart too, as are the rows of merges. */
  private final SplittableRandom mergeRandom;

  private final RandomRows mergeRows;

  /** Apart from all others. */
  private final RandomEvolutions evolutions;

  /** Draws the table and the mix. */
  public Workload(long seed) {
    this(seed, new SplittableRandom(seed), extraRandom(seed));
  }

  private Workload(long seed, SplittableRandom random, SplittableRandom extraRandom) {
    this(Mix.drawn(random, extraRandom), seed, random, extraRandom);
  }

  /** As {@link #Workload(long)}, of a table whose columns and older versions change too. */
  public static Workload evolving(long seed) {
    Mix mix = Mix.drawn(new SplittableRandom(seed), extraRandom(seed));
    return new Workload(mix.evolving(new SplittableRandom(~Long.reverse(seed))), seed);
  }

  private Workload(Mix mix, long seed) {
    this(mix, seed, new SplittableRandom(seed), extraRandom(seed));
  }

  private Workload(Mix mix, long seed, SplittableRandom random, SplittableRandom extraRandom) {
    this.mix = mix;
    this.random = random;
    rows = new RandomRows(mix, random, extraRandom);
    indexRandom = new SplittableRandom(~seed);
    long mergeSeed = Long.rotateLeft(seed, 17);
    mergeRandom = new SplittableRandom(mergeSeed);
    mergeRows = new RandomRows(mix, mergeRandom, extraRandom(mergeSeed));
    evolutions = new RandomEvolutions(mix, new SplittableRandom(Long.rotateRight(seed, 11)));
  }

  private static SplittableRandom extraRandom(long seed) {
    return new SplittableRandom(Long.reverse(seed));
  }

  /** Returns the same table and the same mix with other draws, for going on after a crash. */
  public Workload again(long seed) {
    return new Workload(mix, seed);
  }

  /** Returns the same table, opened so that it is never flushed unless it is asked for. */
  public Workload flushedOnlyWhenAsked(long seed) {
    return new Workload(mix.with(options().withMemtableBytes(1 << 20)), seed);
  }

  /** Returns the table's columns when it is created. */
  public Schema schema() {
    return mix.schema();
  }

  /** Returns how its database is to be opened. */
  public DatabaseOptions options() {
    return mix.options();
  }

  /** Returns a key that may or may not be there. */
  public Object key() {
    return rows.key();
  }

  /** Draws the next step of a table that holds {@code now}. */
  public Step next(TableModel now) {
    if (!now.exists()) {
      return new Step.Create();
    }
    if (evolutions.isDue()) {
      return new Step.Evolve(evolutions.next(now));
    }
    return evolutions.withExtras(nextOfRows(), now);
  }

  /**
   * Draws the next step of one of several clients of a table that exists; nobody knows what else it
   * holds.
   */
  public Step nextBeside() {
    if (evolutions.isDue()) {
      return new Step.Evolve(evolutions.nextBeside());
    }
    return nextOfRows();
  }

  private Step nextOfRows() {
    if (indexRandom.nextInt(STEPS_TO_AN_INDEX) == 0) {
      return index();
    }
    if (mergeRandom.nextInt(STEPS_TO_A_MERGE) == 0) {
      return merge();
    }
    return switch (mix.steps().draw(random)) {
      case 0 -> new Step.Upsert(List.of(rows.row()));
      case 1 -> new Step.Upsert(rows.rows());
      case 2 -> new Step.Add(rows.rows());
      case 3 -> new Step.Add(List.of(rows.row()));
      case 4 -> new Step.Update(rows.key(), rows.values());
      case 5 -> new Step.UpdateWhere(Conditions.draw(random), rows.values());
      case 6 -> new Step.Delete(List.of(rows.key()));
      case 7 -> new Step.Delete(rows.someKeys());
      case 8 -> new Step.DeleteWhere(Conditions.draw(random));
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
        mergeRows.rows(),
        matched[mergeRandom.nextInt(matched.length)],
        mergeRandom.nextInt(4) == 0 ? Step.Unmatched.STAY : Step.Unmatched.INSERT,
        mergeRandom.nextInt(3) == 0 ? Conditions.draw(mergeRandom) : null);
  }

  private Step index() {
    Step.Wish wish = indexRandom.nextInt(3) == 0 ? Step.Wish.DROP : Step.Wish.CREATE;
    return switch (indexRandom.nextInt(5)) {
      case 0 -> new Step.Index(Columns.KEY, ScalarIndex.ORDERED, wish);
      case 1 -> new Step.Index(Columns.NUMBER, ScalarIndex.ORDERED, wish);
      case 2 -> new Step.Index(Columns.NUMBER, ScalarIndex.BITMAP, wish);
      case 3 -> new Step.Index(Columns.TEXT, ScalarIndex.ORDERED, wish);
      default -> new Step.Index(Columns.TAGS, ScalarIndex.LABEL_LIST, wish);
    };
  }
}
