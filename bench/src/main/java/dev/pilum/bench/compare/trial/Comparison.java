package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.report.Report.Curve;
import dev.pilum.bench.compare.report.Report.Growth;
import dev.pilum.bench.compare.report.Report.Peer;
import dev.pilum.bench.compare.report.Report.Setting;
import dev.pilum.cli.compare.CompareData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole run: which engines are here, all trials in their order, the report. */
public final class Comparison {
  private final Effort effort;
  private final Corpus corpus;
  private final Path folder;
  private final PrintWriter messages;
  private final Map<Engine, String> skipped = new LinkedHashMap<>();

  /** Prepares a run whose stores go below {@code folder}. */
  public Comparison(CompareData data, Effort effort, Path folder, PrintWriter messages) {
    this.effort = effort;
    this.corpus = new Corpus(data, effort);
    this.folder = folder;
    this.messages = messages;
  }

  /**
   * Measures.
   *
   * @param engines Pilum first; those that cannot be used here are skipped
   * @param command how the run was asked for
   */
  public Report run(List<Engine> engines, String command) {
    long start = System.nanoTime();
    List<Contender> contenders = enter(engines);
    Ring ring = new Ring(contenders, effort, messages);
    List<Curve> curves;
    try {
      new SmallTrials(ring, corpus).run();
      new Builds(ring, corpus).run();
      curves = new Curves(ring, corpus).run();
      new Reads(ring, corpus).run();
      new Opens(ring, corpus).run();
      new Writes(ring, corpus).run();
      new Writers(ring, corpus).run();
    } finally {
      ring.each("closing", Contender::close);
    }
    List<Growth> growth = growth(contenders, ring.stopwatch());
    ring.each("cleaning up", contender -> contender.engine().close());
    double minutes = (System.nanoTime() - start) / 60e9;
    return new Report(
        setting(command, minutes),
        peers(engines, contenders),
        ring.lines(),
        curves,
        growth,
        ring.stopwatch().spent());
  }

  private List<Contender> enter(List<Engine> engines) {
    List<Contender> contenders = new ArrayList<>();
    for (Engine engine : engines) {
      try {
        contenders.add(new Contender(engine, folder.resolve(engine.name()), corpus));
      } catch (IOException | RuntimeException e) {
        skipped.put(engine, String.valueOf(e.getMessage()));
        messages.println(engine.name() + " is skipped: " + e.getMessage());
        messages.flush();
      }
    }
    return contenders;
  }

  private List<Growth> growth(List<Contender> contenders, Stopwatch stopwatch) {
    List<Growth> growth = new ArrayList<>();
    if (!effort.growth().isEmpty()) {
      Scale scale = new Scale(effort, folder.resolve("growth"));
      for (Contender contender : contenders) {
        long began = System.nanoTime();
        growth.addAll(scale.of(contender.engine()));
        stopwatch.add("growth", contender.name(), began);
        messages.println("growth of " + contender.name() + ": done");
        messages.flush();
      }
    }
    return growth;
  }

  private Setting setting(String command, double minutes) {
    return new Setting(
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        corpus.name(),
        corpus.rows(),
        corpus.dimension(),
        Machine.describe(),
        Machine.jvm(),
        command,
        effort.name(),
        minutes);
  }

  private List<Peer> peers(List<Engine> engines, List<Contender> contenders) {
    List<Peer> peers = new ArrayList<>();
    for (Contender contender : contenders) {
      Engine.About about = contender.engine().about();
      peers.add(
          new Peer(
              contender.name(),
              about.version(),
              about.settings(),
              durability(contender.forces()),
              contender.engine().exact() ? 0 : contender.breadth(),
              null));
    }
    for (Engine engine : engines) {
      String why = skipped.get(engine);
      if (why != null) {
        peers.add(new Peer(engine.name(), "", "", "", 0, why));
      }
    }
    return peers;
  }

  private static String durability(double forces) {
    if (Double.isNaN(forces)) {
      return "not counted";
    }
    return forces == 0
        ? "none: no call that forces the disk"
        : "%.1f calls that force the disk".formatted(forces);
  }
}
