package dev.pilum.bench.compare;

import dev.pilum.Row;
import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.engine.PilumPeer;
import dev.pilum.bench.compare.report.Headlines;
import dev.pilum.bench.compare.report.HtmlPage;
import dev.pilum.bench.compare.report.MarkdownPage;
import dev.pilum.bench.compare.report.Regressions;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.report.ReportJson;
import dev.pilum.bench.compare.trial.Comparison;
import dev.pilum.bench.compare.trial.Effort;
import dev.pilum.cli.compare.CompareBench;
import dev.pilum.cli.compare.CompareOutcome;
import dev.pilum.cli.compare.CompareRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a comparison and writes its reports. */
public final class CompareTrials implements CompareBench {
  /** Peers that need nothing but their libraries. */
  static final List<String> IN_THIS_JVM =
      List.of("lucene", "jvector", "hnswlib-core", "langchain4j");

  @Override
  public List<String> peers() {
    return Peers.names();
  }

  @Override
  public CompareOutcome run(CompareRequest request, PrintWriter messages) {
    List<Engine> engines = new ArrayList<>();
    engines.add(new PilumPeer());
    request.peers().forEach(name -> engines.add(Peers.named(name)));
    Path against = request.against();
    Report earlier = against == null ? null : ReportJson.read(against);
    Report report =
        new Comparison(request.data(), effort(request.effort()), request.folder(), messages)
            .run(engines, request.command());
    String json = ReportJson.of(report);
    Path out = request.out();
    if (out != null) {
      write(out, report, json);
    }
    List<Row> regressions = earlier == null ? List.of() : Regressions.of(earlier, report);
    return new CompareOutcome(Headlines.of(report), json, regressions);
  }

  private static Effort effort(CompareRequest.Effort asked) {
    return switch (asked) {
      case TINY -> Effort.TINY;
      case QUICK -> Effort.QUICK;
      case FULL -> Effort.FULL;
    };
  }

  private static void write(Path folder, Report report, String json) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("compare.json"), json);
      Files.writeString(folder.resolve("compare.md"), MarkdownPage.of(report));
      Files.writeString(folder.resolve("compare.html"), HtmlPage.of(report));
    } catch (IOException e) {
      throw new StorageFailure("cannot write the report: " + e.getMessage(), e);
    }
  }
}
