package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * How good a graph is depends on its rows, so that no fixed ef gives the same recall everywhere. The rows themselves are the
 * only sample of queries at hand when a graph is built. A row that asks for its neighbours would find them too easily, being
 * a node with links to them: so each walk goes round the node it asks for, as if it had never been linked, and only rows are
 * asked that can be gone round: nodes of level 0 alone, where one in m is more, not equal to another row. Its neighbours are
 * then a little harder to find than those of a new query, for the links that led through it are missing: recall measured
 * like this was 0.65 where that of new queries was 0.70 (6,000 clustered rows of 32 coordinates, ef 10), and errs less the
 * higher it is. Queries of another kind than the rows may find less.
 */
/**
 * Measures what recall a graph reaches with which {@code ef}: walks for a sample of its rows, each
 * leaving itself out, against exact search.
 *
 * <p>Takes one look at every row for each row of the sample, in cache-sized pieces, and walks whose
 * number does not depend on the size of the graph.
 */
public final class EfCalibrator {

  /** Enough for a standard error of about 0.008 at recall 0.95. */
  static final int SAMPLE_SIZE = 100;

  /** Wider walks are left out once every measured recall is this good. */
  private static final float GOOD_ENOUGH = 0.999f;

  private static final int[] KS = {1, 10, 30, 100};

  /** Breadths of search, each about 1.4 times the one before: between them lies a straight line. */
  private static final int[] EFS = {
    1, 2, 4, 7, 10, 14, 20, 30, 42, 60, 80, 100, 140, 200, 280, 400, 560, 800, 1120
  };

  /** Sampled rows that share a pass over all rows. */
  private static final int GROUP = 25;

  /** Rows of a pass that stay in a core's cache while a group looks at them. */
  private static final int TILE_BYTES = 1 << 18;

  private final HnswSearcher searcher;
  private final VectorBlock block;
  private final Metric metric;
  private final int[] ks;
  private final int[] sample;
  private final @Nullable AcceptedOrdinals present;
  private final BooleanSupplier cancelled;
  private final Runnable giveWay;
  private final float[][] truth;
  private final short[][] found;
  private int efCount;

  private EfCalibrator(
      HnswSearcher searcher,
      @Nullable AcceptedOrdinals present,
      long seed,
      BooleanSupplier cancelled,
      Runnable giveWay) {
    this.searcher = searcher;
    this.present = present;
    this.block = searcher.block();
    this.metric = searcher.graph().shape().metric();
    this.cancelled = cancelled;
    this.giveWay = giveWay;
    this.sample = sample(searcher, seed);
    int others = searcher.graph().shape().indexedRowCount() - 1;
    this.ks = Arrays.stream(KS).filter(k -> k <= others && sample.length > 0).toArray();
    this.truth = new float[sample.length][];
    this.found = new short[sample.length][ks.length * EFS.length];
  }

  /**
   * Measures one graph.
   *
   * @param present the rows that are in the graph; {@code null} for all
   * @param seed chooses the sample
   * @param threads who does it
   * @param cancelled asked every now and then; the measurement ends when it says {@code true}
   * @throws CancellationException when {@code cancelled} said so
   */
  public static EfCalibration measure(
      HnswSearcher searcher,
      @Nullable AcceptedOrdinals present,
      long seed,
      BuildThreads threads,
      BooleanSupplier cancelled) {
    EfCalibrator calibrator =
        new EfCalibrator(searcher, present, seed, cancelled, threads.giveWay());
    if (calibrator.ks.length > 0) {
      calibrator.measure(new WorkerTeam(threads));
    }
    return calibrator.result();
  }

  private void measure(WorkerTeam team) {
    team.run((sample.length + GROUP - 1) / GROUP, (group, _) -> findTruth(group * GROUP));
    SearchScratch[] scratches = new SearchScratch[team.size()];
    Arrays.setAll(scratches, _ -> new SearchScratch());
    team.run(sample.length, (place, worker) -> walk(place, scratches[worker]));
    while (efCount < EFS.length && !isGoodEnough()) {
      efCount++;
    }
  }

  private boolean isGoodEnough() {
    for (int i = 0; i < ks.length; i++) {
      if (efCount == 0 || mean(i, efCount - 1) < GOOD_ENOUGH) {
        return false;
      }
    }
    return true;
  }

  /** Returns ordinals of different rows that walks can leave out; fewer where there are few. */
  private static int[] sample(HnswSearcher searcher, long seed) {
    int rows = searcher.block().rowCount();
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> chosen = new HashSet<>();
    for (int tries = 0; rows > 0 && tries < 20 * SAMPLE_SIZE; tries++) {
      int ordinal = random.nextInt(rows);
      if (chosen.size() < SAMPLE_SIZE && searcher.canLeaveOut(ordinal)) {
        chosen.add(ordinal);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Finds the distances of the truly nearest rows for one group of the sample. */
  private void findTruth(int from) {
    int to = Math.min(sample.length, from + GROUP);
    NearestHeap[] nearest = new NearestHeap[to - from];
    float[][] queries = new float[to - from][];
    for (int i = from; i < to; i++) {
      nearest[i - from] = new NearestHeap();
      nearest[i - from].reset(ks[ks.length - 1]);
      queries[i - from] = searcher.block().vector(sample[i]);
    }
    int tileRows = (int) Math.max(64, TILE_BYTES / block.rowBytes() & -64);
    for (int first = 0; first < block.rowCount(); first += tileRows) {
      checkCancelled();
      Tile tile = new Tile(first, Math.min(tileRows, block.rowCount() - first));
      for (int i = from; i < to; i++) {
        tile.offer(queries[i - from], sample[i], nearest[i - from]);
      }
      giveWay.run();
    }
    for (int i = from; i < to; i++) {
      truth[i] = nearest[i - from].drain(Integer.MAX_VALUE).distances();
    }
  }

  /** A piece of the rows, from a multiple of 64. */
  private final class Tile {
    private final int first;
    private final VectorBlock rows;
    private final @Nullable AcceptedOrdinals accepted;

    Tile(int first, int count) {
      this.first = first;
      this.rows =
          new VectorBlock(
              block.vectors().asSlice(first * block.rowBytes(), count * block.rowBytes()),
              block.element(),
              block.dimension(),
              count);
      AcceptedOrdinals all = present;
      this.accepted = all == null ? null : index -> all.word((first >>> 6) + index);
    }

    /** Offers the rows of this piece that a graph can return, but for {@code asking}. */
    void offer(float[] query, int asking, NearestHeap nearest) {
      float radius =
          nearest.isFull() ? DistanceKey.distance(nearest.bound()) : Float.POSITIVE_INFINITY;
      int k = ks[ks.length - 1] + 1;
      Neighbors near =
          ExactSearch.within(
              rows, query, metric, radius, k, accepted, KernelWarmUp.over(), cancelled);
      for (int rank = 0; rank < near.count(); rank++) {
        int ordinal = first + near.ordinal(rank);
        if (ordinal != asking) {
          nearest.offer(DistanceKey.of(near.distance(rank), ordinal));
        }
      }
    }
  }

  /** Walks for one row of the sample, wider and wider, until all neighbours are found. */
  private void walk(int place, SearchScratch scratch) {
    checkCancelled();
    scratch.leaveOut(sample[place]);
    searcher.widen(
        searcher.block().vector(sample[place]),
        ks[ks.length - 1],
        EFS,
        scratch,
        (e, near) -> count(place, e, near));
  }

  /** Counts what one breadth has found; returns whether a wider walk can find more. */
  private boolean count(int place, int e, Neighbors near) {
    short[] counts = found[place];
    boolean complete = true;
    for (int i = 0; i < ks.length; i++) {
      int count = ks[i] <= EFS[e] ? countTrue(near, ks[i], truth[place]) : 0;
      counts[i * EFS.length + e] = (short) count;
      complete &= count == ks[i];
    }
    for (int wider = e + 1; complete && wider < EFS.length; wider++) {
      for (int i = 0; i < ks.length; i++) {
        counts[i * EFS.length + wider] = (short) ks[i];
      }
    }
    return !complete;
  }

  /** Returns how many of the first k are as near as the k truly nearest, ties among them. */
  private static int countTrue(Neighbors near, int k, float[] truth) {
    int count = 0;
    while (count < Math.min(k, near.count()) && near.distance(count) <= truth[k - 1]) {
      count++;
    }
    return count;
  }

  private EfCalibration result() {
    float[] recalls = new float[ks.length * efCount];
    float[] errors = new float[recalls.length];
    for (int i = 0; i < ks.length; i++) {
      for (int e = 0; e < efCount; e++) {
        recalls[i * efCount + e] = mean(i, e);
        errors[i * efCount + e] = standardError(i, e);
      }
    }
    return new EfCalibration(sample.length, ks, Arrays.copyOf(EFS, efCount), recalls, errors);
  }

  private float mean(int i, int e) {
    double sum = 0;
    for (short[] counts : found) {
      sum += counts[i * EFS.length + e];
    }
    return (float) (sum / ks[i] / found.length);
  }

  /** Returns the standard error, at least that of one miss: a sample without any proves little. */
  private float standardError(int i, int e) {
    double mean = mean(i, e);
    double squares = 0;
    for (short[] counts : found) {
      double difference = (double) counts[i * EFS.length + e] / ks[i] - mean;
      squares += difference * difference;
    }
    double oneMiss = 1.0 / ((double) ks[i] * found.length);
    return (float) Math.max(oneMiss, Math.sqrt(squares) / found.length);
  }

  private void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the calibration of a graph was cancelled");
    }
  }
}
