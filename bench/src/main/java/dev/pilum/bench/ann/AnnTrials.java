package dev.pilum.bench.ann;

import dev.pilum.Row;
import dev.pilum.bench.ann.engine.AnnEngine;
import dev.pilum.bench.ann.engine.VectorSet;
import dev.pilum.cli.ann.AnnBench;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.cli.ann.ChurnRequest;
import dev.pilum.cli.ann.FilterRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Measures engines side by side. One after the other builds its index, opens it and has its answers
 * checked; then all are warmed up, and then timed in rounds through all breadths in which they take
 * turns, so that what disturbs the machine for a while disturbs all of them, and few rounds.
 */
public final class AnnTrials implements AnnBench {
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long ROUND_NANOS = 50_000_000L;

  private final long warmUpNanos;
  private final long roundNanos;

  /** With times long enough for figures to be believed. */
  public AnnTrials() {
    this(WARM_UP_NANOS, ROUND_NANOS);
  }

  /**
   * With {@code warmUpNanos} for each engine and at least {@code roundNanos} for each breadth in a
   * round.
   */
  AnnTrials(long warmUpNanos, long roundNanos) {
    this.warmUpNanos = warmUpNanos;
    this.roundNanos = roundNanos;
  }

  @Override
  public List<String> peers() {
    return AnnEngines.peers();
  }

  @Override
  public List<Row> run(AnnRequest request, PrintWriter messages) {
    List<Supplier<AnnEngine>> engines = new ArrayList<>();
    request.codes().forEach(codes -> engines.add(AnnEngines.pilum(codes, request.base().length)));
    request.peers().forEach(peer -> engines.add(AnnEngines.named(peer, request.base().length)));
    List<Contestant> contestants = new ArrayList<>();
    try {
      for (Supplier<AnnEngine> engine : engines) {
        Path folder = request.folder().resolve("engine-" + contestants.size());
        contestants.add(Contestant.build(engine, vectors(request), folder));
        contestants.getLast().check(request);
        announce(contestants.getLast(), messages);
      }
      return measure(contestants, request, messages);
    } catch (IOException e) {
      throw new StorageFailure("an engine failed: " + e.getMessage(), e);
    } finally {
      close(contestants);
    }
  }

  @Override
  public List<Row> runFilters(FilterRequest request, PrintWriter messages) {
    return new FilterTrials(request, warmUpNanos, roundNanos).run(messages);
  }

  @Override
  public List<Row> runChurn(ChurnRequest request, PrintWriter messages) {
    return new ChurnTrials(request).run(messages);
  }

  private static VectorSet vectors(AnnRequest request) {
    return new VectorSet(request.base(), request.metric());
  }

  private static void announce(Contestant contestant, PrintWriter messages) {
    messages.printf(
        "%s: built in %.2f s, %.2f s of CPU, the JIT at work for %.2f s; %s%n",
        contestant.label(),
        contestant.build().seconds(),
        contestant.build().cpuSeconds(),
        contestant.build().compilingSeconds(),
        contestant.engine().describe());
    messages.flush();
  }

  private List<Row> measure(List<Contestant> contestants, AnnRequest request, PrintWriter messages)
      throws IOException {
    warmUp(contestants, request);
    for (int round = 0; round < request.rounds(); round++) {
      for (int ef : request.breadths()) {
        timeAll(contestants, request, ef, round);
      }
    }
    new Comparison(contestants, request).print(messages);
    List<Row> lines = new ArrayList<>();
    for (Contestant contestant : contestants) {
      for (int ef : request.breadths()) {
        lines.add(line(contestant, ef, request.file()));
      }
    }
    return lines;
  }

  private void warmUp(List<Contestant> contestants, AnnRequest request) throws IOException {
    long each = Math.max(1, warmUpNanos / request.breadths().size());
    for (int ef : request.breadths()) {
      for (Contestant contestant : contestants) {
        contestant.warmUp(request.queries(), ef, each);
      }
    }
  }

  /** Times all once; in each round another one is the first. */
  private void timeAll(List<Contestant> contestants, AnnRequest request, int ef, int round)
      throws IOException {
    for (int i = 0; i < contestants.size(); i++) {
      contestants.get((round + i) % contestants.size()).time(request.queries(), ef, roundNanos);
    }
  }

  private static Row line(Contestant contestant, int ef, String file) throws IOException {
    long indexBytes = contestant.indexBytes();
    Round median = contestant.median(ef);
    return Row.of(
        "engine", contestant.engine().name(),
        "codes", contestant.engine().codes(),
        "ef", ef,
        "recall", Figures.rounded(contestant.recall(ef), 4),
        "qps", (double) Math.round(median.perSecond()),
        "p50Micros", Figures.rounded(median.p50Micros(), 1),
        "p99Micros", Figures.rounded(median.p99Micros(), 1),
        "buildSeconds", Figures.rounded(contestant.build().seconds(), 3),
        "buildCpuSeconds", Figures.rounded(contestant.build().cpuSeconds(), 3),
        "indexBytes", indexBytes < 0 ? null : indexBytes,
        "heapBytes", contestant.heapBytes(),
        "file", file);
  }

  private static void close(List<Contestant> contestants) {
    for (Contestant contestant : contestants) {
      try {
        contestant.close();
      } catch (IOException e) {
        throw new StorageFailure("an engine did not close: " + e.getMessage(), e);
      }
    }
  }
}
