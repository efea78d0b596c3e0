package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Doc;
import dev.pilum.bench.compare.engine.Done;
import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.engine.Store;
import dev.pilum.bench.compare.engine.Unsupported;
import dev.pilum.bench.compare.engine.Work;
import dev.pilum.bench.compare.report.PowerLaw;
import dev.pilum.bench.compare.report.Report.Growth;
import dev.pilum.bench.compare.report.Report.Growth.Size;
import dev.pilum.bench.compare.report.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an engine's figures grow with the number of rows, over vectors from a seed. */
final class Scale {
  private static final int LIMIT = 10;
  private static final int BATCH = 5_000;
  private static final double MIB = 1 << 20;
  private static final List<Integer> BREADTHS = List.of(10, 20, 40, 80, 160, 320, 640);

  private final Effort effort;
  private final Path folder;
  private final float[][] queries;
  private final List<Doc> docs;

  /** The nearest rows of each query, by how many rows there are: the same for all engines. */
  private final Map<Integer, int[][]> truths = new HashMap<>();

  /** Prepares as many rows as the effort allows. */
  Scale(Effort effort, Path folder) {
    this.effort = effort;
    this.folder = folder;
    this.queries = Clusters.vectors(effort.queries(), Corpus.SEED + 1);
    float[][] vectors = Clusters.vectors(effort.growth().getLast(), Corpus.SEED + 2);
    this.docs = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      docs.add(new Doc(i, i % Doc.BUCKETS, "", vectors[i]));
    }
  }

  /** What is measured at each size. */
  private enum Kind {
    BUILD("build", Unit.SECONDS),
    SPEED("searches at recall 0.95", Unit.PER_SECOND),
    P99("search p99", Unit.MICROS),
    MEMORY("memory", Unit.MIB),
    DISK("disk", Unit.MIB),
    OPEN("open", Unit.MILLIS);

    private final String title;
    private final Unit unit;

    Kind(String title, Unit unit) {
      this.title = title;
      this.unit = unit;
    }
  }

  /** Measures one engine at all sizes that it can build in time. */
  List<Growth> of(Engine engine) {
    Map<Kind, List<Size>> sizes = new LinkedHashMap<>();
    String note = null;
    for (int rows : effort.growth()) {
      note = tooLong(sizes.getOrDefault(Kind.BUILD, List.of()), rows);
      if (note != null) {
        break;
      }
      try {
        int count = rows;
        measure(engine, rows)
            .forEach((kind, value) ->
                sizes.computeIfAbsent(kind, k -> new ArrayList<>()).add(new Size(count, value)));
      } catch (IOException | RuntimeException e) {
        note = "%,d rows: %s".formatted(rows, e.getMessage());
        break;
      }
    }
    List<Growth> growth = new ArrayList<>();
    for (Map.Entry<Kind, List<Size>> entry : sizes.entrySet()) {
      Kind kind = entry.getKey();
      List<Size> found = entry.getValue();
      growth.add(
          new Growth(engine.name(), kind.title, kind.unit, found, PowerLaw.exponent(found), note));
    }
    return growth;
  }

  /** Says so when a build would take too long, going by how builds have grown so far. */
  private @Nullable String tooLong(List<Size> builds, int rows) {
    if (builds.isEmpty()) {
      return null;
    }
    double seconds = PowerLaw.extended(builds, rows);
    return seconds * 1e9 < effort.growthBuildNanos()
        ? null
        : "%,d rows left out: building them would take %.0f s or more".formatted(rows, seconds);
  }

  private Map<Kind, Double> measure(Engine engine, int rows) throws IOException {
    Path place = folder.resolve(engine.name() + "-" + rows);
    List<Doc> some = docs.subList(0, rows);
    Map<Kind, Double> found = new LinkedHashMap<>();
    double before = Heap.bytes();
    Store store = engine.create(place, Clusters.DIMENSION);
    try {
      long start = System.nanoTime();
      write(store, some);
      store.settle();
      found.put(Kind.BUILD, (System.nanoTime() - start) / 1e9);
      store = reopened(engine, place, store, found);
      search(store, some, found);
      double heap = Math.max(0, Heap.bytes() - before);
      boolean here = store.processId() == ProcessHandle.current().pid();
      long outside = store.bytesOutsideHeap();
      if (outside >= 0) { // else it is native memory, not counted
        found.put(Kind.MEMORY, ((here ? heap : 0) + outside) / MIB);
      }
      return found;
    } finally {
      store.close();
    }
  }

  /** Gives up behind twice the time that a build may take: it grew faster than it had before. */
  private void write(Store store, List<Doc> some) throws IOException {
    long budget = 2 * effort.growthBuildNanos();
    Done done = store.run(new Work.Write(false, some, BATCH, 1), budget);
    if ((long) done.calls() * BATCH < some.size()) {
      throw new Unsupported(
          "given up after %.0f s, in which %,d were written"
              .formatted(done.wallNanos() / 1e9, done.calls() * BATCH));
    }
  }

  private static Store reopened(Engine engine, Path place, Store store, Map<Kind, Double> found)
      throws IOException {
    long disk = store.diskBytes();
    if (disk < 0) {
      return store;
    }
    found.put(Kind.DISK, disk / MIB);
    store.close();
    long start = System.nanoTime();
    Store opened = engine.open(place, Clusters.DIMENSION);
    long nanos = opened.openNanos() < 0 ? System.nanoTime() - start : opened.openNanos();
    found.put(Kind.OPEN, nanos / 1e6);
    return opened;
  }

  /** Searches with the fewest candidates that reach the wanted recall. */
  private void search(Store store, List<Doc> rows, Map<Kind, Double> found) throws IOException {
    int[][] truth =
        truths.computeIfAbsent(rows.size(), n -> Truth.of(rows, queries, LIMIT, Work.ALL));
    for (int breadth : BREADTHS) {
      Work work = new Work.Search(queries, LIMIT, breadth, Work.ALL);
      double recall = Truth.recall(store.run(work, Long.MAX_VALUE).answers(), truth);
      if (recall >= Curves.WANTED) {
        Repeated.until(store, work, effort.warmUpNanos());
        Done done = Repeated.until(store, work, 2 * effort.callNanos());
        found.put(Kind.SPEED, done.perSecond());
        found.put(Kind.P99, done.micros(99));
        return;
      }
    }
    throw new Unsupported("recall %.2f is never reached".formatted(Curves.WANTED));
  }
}
