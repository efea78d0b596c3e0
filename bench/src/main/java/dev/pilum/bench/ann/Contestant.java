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
  /** Rows of the index that is built before the measured one, so that its code is compiled. */
  static final int REHEARSAL_ROWS = 2_000;

  private final AnnEngine engine;
  private final AnnIndex index;
  private final List<AnnSearcher> searchers = new ArrayList<>();
  private final Cost build;
  private final long heapBytes;
  private final Map<Integer, Double> recalls = new TreeMap<>();

  private Contestant(AnnEngine engine, AnnIndex index, Cost build, long heapBytes) {
    this.engine = engine;
    this.index = index;
    this.build = build;
    this.heapBytes = heapBytes;
  }

  /**
   * Builds the index of the request's vectors below {@code folder}, opens it, checks its answers.
   */
  static Contestant prepare(Supplier<AnnEngine> maker, AnnRequest request, Path folder)
      throws IOException {
    VectorSet vectors = new VectorSet(request.base(), request.metric());
    if (vectors.rows().length > REHEARSAL_ROWS) {
      Path rehearsal = folder.resolve("rehearsal");
      AnnEngine other = maker.get();
      other.build(rehearsal, vectors.first(REHEARSAL_ROWS));
      other.open(rehearsal).close();
    }
    AnnEngine engine = maker.get();
    Path place = folder.resolve("index");
    long heapBefore = Cost.heapBytes();
    Cost build = Cost.of(() -> engine.build(place, vectors));
    AnnIndex index = engine.open(place);
    Map<Integer, Double> recalls = new TreeMap<>();
    List<AnnSearcher> searchers = new ArrayList<>();
    for (int i = 0; i < request.threads(); i++) {
      searchers.add(index.newSearcher());
    }
    for (int ef : request.breadths()) {
      recalls.put(ef, Recall.of(searchers.getFirst(), ef, request.queries(), request.truth()));
    }
    Contestant contestant =
        new Contestant(engine, index, build, Math.max(0, Cost.heapBytes() - heapBefore));
    contestant.searchers.addAll(searchers);
    contestant.recalls.putAll(recalls);
    return contestant;
  }

  AnnEngine engine() {
    return engine;
  }

  /** Returns engine and codes in one word or two. */
  String label() {
    return engine.codes().equals("none") ? engine.name() : engine.name() + "/" + engine.codes();
  }

  /** Returns one searcher for each thread of the request. */
  List<AnnSearcher> searchers() {
    return searchers;
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

  @Override
  public void close() throws IOException {
    index.close();
  }
}
