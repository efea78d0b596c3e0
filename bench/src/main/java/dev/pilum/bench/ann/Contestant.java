package dev.pilum.bench.ann;

import dev.pilum.bench.ann.engine.AnnEngine;
import dev.pilum.bench.ann.engine.AnnIndex;
import dev.pilum.bench.ann.engine.AnnSearcher;
import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.cli.ann.AnnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An engine with its index built and open, and what was found out about it. One thread at a time.
 */
final class Contestant implements AutoCloseable {
  /** Rows of the indexes that are built before the measured one, so that its code is compiled. */
  static final int REHEARSAL_ROWS = 2_000;

  /** Rehearsals at most; four to seven were enough for each engine we tried. */
  private static final int REHEARSALS = 12;

  /** A rehearsal is the last when compiling took no more of its time than this. */
  private static final double LITTLE_COMPILING = 0.1;

  private final AnnEngine engine;
  private final AnnIndex index;
  private final Cost build;
  private final long heapBytesBefore;
  private final List<AnnSearcher> searchers = new ArrayList<>();
  private final Map<Integer, Double> recalls = new TreeMap<>();
  private final Map<Integer, List<Round>> rounds = new TreeMap<>();
  private long heapBytes;

  private Contestant(AnnEngine engine, AnnIndex index, Cost build, long heapBytesBefore) {
    this.engine = engine;
    this.index = index;
    this.build = build;
    this.heapBytesBefore = heapBytesBefore;
  }

  /** Builds the index of all vectors below {@code folder}, after rehearsals, and opens it. */
  static Contestant build(Supplier<AnnEngine> maker, VectorSet vectors, Path folder)
      throws IOException {
    if (vectors.rows().length > REHEARSAL_ROWS) {
      rehearse(maker, vectors.first(REHEARSAL_ROWS), folder);
    }
    AnnEngine engine = maker.get();
    Path place = folder.resolve("index");
    long heapBytesBefore = Cost.heapBytes();
    Cost build = Cost.of(() -> engine.build(place, vectors));
    return new Contestant(engine, engine.open(place), build, heapBytesBefore);
  }

  /** Builds and opens small indexes until the JIT has little left to do. */
  private static void rehearse(Supplier<AnnEngine> maker, VectorSet vectors, Path folder)
      throws IOException {
    for (int i = 0; i < REHEARSALS; i++) {
      Path place = folder.resolve("rehearsal-" + i);
      AnnEngine engine = maker.get();
      Cost cost = Cost.of(() -> engine.build(place, vectors));
      engine.open(place).close();
      if (cost.compilingSeconds() <= LITTLE_COMPILING * cost.seconds()) {
        return;
      }
    }
  }

  /** Finds out recall at each breadth, and what the searched index takes of the heap. */
  void check(AnnRequest request) throws IOException {
    for (int i = 0; i < request.threads(); i++) {
      searchers.add(index.newSearcher());
    }
    for (int ef : request.breadths()) {
      recalls.put(ef, Recall.of(searchers.getFirst(), ef, request.queries(), request.truth()));
    }
    heapBytes = Math.max(0, Cost.heapBytes() - heapBytesBefore);
  }

  AnnEngine engine() {
    return engine;
  }

  /** Returns engine and codes in one word or two. */
  String label() {
    return engine.codes().equals("none") ? engine.name() : engine.name() + "/" + engine.codes();
  }

  Cost build() {
    return build;
  }

  /**
   * Returns by how much the heap in use grew from before the build until the index was searched.
   */
  long heapBytes() {
    return heapBytes;
  }

  /** Returns as {@link AnnIndex#indexBytes()}. */
  long indexBytes() throws IOException {
    return index.indexBytes();
  }

  /** Returns the recall at one of the request's breadths. */
  double recall(int ef) {
    Double recall = recalls.get(ef);
    assert recall != null : ef;
    return recall;
  }

  /** Searches for all queries at one breadth and keeps the times. */
  void time(float[][] queries, int ef, long minimumNanos) throws IOException {
    rounds
        .computeIfAbsent(ef, e -> new ArrayList<>())
        .add(Round.run(searchers, queries, ef, minimumNanos));
  }

  /** Searches for all queries at one breadth and forgets the times. */
  void warmUp(float[][] queries, int ef, long minimumNanos) throws IOException {
    Round.run(searchers, queries, ef, minimumNanos);
  }

  /** Returns the medians of the rounds of a breadth, of which there is at least one. */
  Round median(int ef) {
    return Round.median(rounds.getOrDefault(ef, List.of()));
  }

  /** Returns how speed falls as recall rises. */
  Curve curve() {
    return new Curve(
        rounds.keySet().stream()
            .map(ef -> new Curve.Point(recall(ef), median(ef).perSecond()))
            .toList());
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
