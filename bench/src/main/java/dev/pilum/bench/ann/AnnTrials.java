package dev.pilum.bench.ann;

import dev.pilum.Row;
import dev.pilum.bench.ann.engine.AnnEngine;
import dev.pilum.cli.ann.AnnBench;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures engines side by side. One after the other builds its index, opens it and has its answers
 * checked; then all are warmed up, and then timed in rounds in which they take turns, so that what
 * disturbs the machine disturbs all of them.
 */
public final class AnnTrials implements AnnBench {
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long ROUND_NANOS = 100_000_000L;

  private final long warmUpNanos;
  private final long roundNanos;

  /** With times long enough for figures to be believed. */
  public AnnTrials() {
    this(WARM_UP_NANOS, ROUND_NANOS);
  }

  /** With {@code warmUpNanos} for each engine and at least {@code roundNanos} for each round. */
  AnnTrials(long warmUpNanos, long roundNanos) {
    this.warmUpNanos = warmUpNanos;
    this.roundNanos = roundNanos;
  }

  @Override
  public List<String> peers() {
    return Engines.peers();
  }

  @Override
  public List<Row> run(AnnRequest request, PrintWriter messages) {
    List<Supplier<AnnEngine>> engines = new ArrayList<>();
    engines.add(Engines.pilum(request.base().length));
    request.peers().forEach(peer -> engines.add(Engines.peer(peer)));
    List<Contestant> contestants = new ArrayList<>();
    try {
      for (Supplier<AnnEngine> engine : engines) {
        contestants.add(prepare(engine, request, contestants.size(), messages));
      }
      return measure(contestants, request, messages);
    } catch (IOException e) {
      throw new StorageFailure("an engine failed: " + e.getMessage(), e);
    } finally {
      close(contestants);
    }
  }

  private static Contestant prepare(
      Supplier<AnnEngine> engine, AnnRequest request, int number, PrintWriter messages)
      throws IOException {
    Contestant contestant =
        Contestant.prepare(engine, request, request.folder().resolve("engine-" + number));
    messages.printf(
        "%s: built in %.2f s, %.2f s of CPU; %s%n",
        contestant.label(),
        contestant.build().seconds(),
        contestant.build().cpuSeconds(),
        contestant.engine().describe());
    messages.flush();
    return contestant;
  }

  private List<Row> measure(List<Contestant> contestants, AnnRequest request, PrintWriter messages)
      throws IOException {
    warmUp(contestants, request);
    Map<Contestant, List<Row>> lines = new LinkedHashMap<>();
    Map<Contestant, List<Curve.Point>> points = new LinkedHashMap<>();
    for (int ef : request.breadths()) {
      Map<Contestant, Round> medians = rounds(contestants, request, ef);
      for (Contestant contestant : contestants) {
        Round median = medians.get(contestant);
        assert median != null : contestant;
        lines
            .computeIfAbsent(contestant, c -> new ArrayList<>())
            .add(line(contestant, ef, median, request.file()));
        points
            .computeIfAbsent(contestant, c -> new ArrayList<>())
            .add(new Curve.Point(contestant.recall(ef), median.perSecond()));
      }
    }
    new Comparison(points, request).print(messages);
    return lines.values().stream().flatMap(List::stream).toList();
  }

  private void warmUp(List<Contestant> contestants, AnnRequest request) throws IOException {
    long each = Math.max(1, warmUpNanos / request.breadths().size());
    for (int ef : request.breadths()) {
      for (Contestant contestant : contestants) {
        Round.run(contestant.searchers(), request.queries(), ef, each);
      }
    }
  }

  private Map<Contestant, Round> rounds(List<Contestant> contestants, AnnRequest request, int ef)
      throws IOException {
    Map<Contestant, List<Round>> rounds = new LinkedHashMap<>();
    for (int round = 0; round < request.rounds(); round++) {
      for (int i = 0; i < contestants.size(); i++) {
        Contestant next = contestants.get((round + i) % contestants.size());
        rounds
            .computeIfAbsent(next, c -> new ArrayList<>())
            .add(Round.run(next.searchers(), request.queries(), ef, roundNanos));
      }
    }
    Map<Contestant, Round> medians = new LinkedHashMap<>();
    rounds.forEach((contestant, all) -> medians.put(contestant, Round.median(all)));
    return medians;
  }

  private static Row line(Contestant contestant, int ef, Round median, String file)
      throws IOException {
    long indexBytes = contestant.indexBytes();
    return Row.of(
        "engine", contestant.engine().name(),
        "codes", contestant.engine().codes(),
        "ef", ef,
        "recall", rounded(contestant.recall(ef), 4),
        "qps", (double) Math.round(median.perSecond()),
        "p50Micros", rounded(median.p50Micros(), 1),
        "p99Micros", rounded(median.p99Micros(), 1),
        "buildSeconds", rounded(contestant.build().seconds(), 3),
        "buildCpuSeconds", rounded(contestant.build().cpuSeconds(), 3),
        "indexBytes", indexBytes < 0 ? null : indexBytes,
        "heapBytes", contestant.heapBytes(),
        "file", file);
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
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
