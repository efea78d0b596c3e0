package dev.pilum.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.report.Report.Curve;
import dev.pilum.bench.compare.report.Report.Peer;
import dev.pilum.bench.compare.report.Report.Setting;
import dev.pilum.bench.compare.report.ReportJson;
import dev.pilum.bench.compare.report.Unit;
import dev.pilum.cli.compare.CompareBench;
import dev.pilum.cli.compare.CompareOutcome;
import dev.pilum.cli.compare.CompareRequest;
import dev.pilum.cli.compare.CompareRequest.Effort;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole comparison over few rows: every line, every engine of this JVM, every report. */
class CompareTrialsTest {
  private static final int ROWS = 400;

  @TempDir Path folder;

  @Test
  void everyEngineThatIsHereAnswersRightlyAndStandsInEveryReport() throws IOException {
    StringWriter messages = new StringWriter();
    List<String> peers = new ArrayList<>(CompareTrials.IN_THIS_JVM);
    peers.add("pgvector");
    CompareRequest request = request(peers, earlierReport());
    CompareOutcome outcome = new CompareTrials().run(request, new PrintWriter(messages));
    Report report = ReportJson.read(folder.resolve("out/compare.json"));
    assertThat(report.measured())
        .startsWith("pilum", "lucene", "jvector", "hnswlib-core", "langchain4j");
    Peer pgvector = report.peers().getLast();
    if (System.getenv("TEST_POSTGRES_URL") == null) {
      assertThat(pgvector.skipped()).contains("TEST_POSTGRES_URL", "dev/pgvector up");
    } else {
      assertThat(pgvector.version()).contains("PostgreSQL");
    }
    for (Line line : report.lines()) {
      if (!line.id().equals("batch-10000")) {
        assertThat(figure(line, "pilum").median()).as(line + ", seed " + FewRows.SEED).isPositive();
      }
      for (Map.Entry<String, Figure> entry : line.figures().entrySet()) {
        String note = String.valueOf(entry.getValue().note());
        assertThat(note).as(line.id() + " of " + entry.getKey()).doesNotContain("wrong", "failed");
      }
    }
    assertThat(report.firstLines().stream().map(Line::id))
        .containsExactly(
            "insert", "qps-95", "qps-99", "filter-1", "hybrid", "open", "memory", "after-writes");
    assertThat(report.curves()).hasSize(report.measured().size());
    for (Curve curve : report.curves()) {
      assertThat(curve.points().getLast().recall()).as(curve.peer()).isGreaterThan(0.95);
    }
    assertThat(report.growth()).isNotEmpty();
    assertThat(report.peers().get(0).durability()).isEqualTo("1.0 calls that force the disk");
    assertThat(report.peers().get(4).durability()).startsWith("none");
    assertThat(outcome.regressions()).hasSize(1);
    assertThat(outcome.regressions().getFirst().get("engine")).isEqualTo("pilum");
    assertThat(outcome.lines()).hasSize(8);
    assertThat(Files.readString(folder.resolve("out/compare.md")))
        .contains("| durable insert of one row |", "langchain4j", "no text search");
    assertThat(Files.readString(folder.resolve("out/compare.html")))
        .contains("uPlot", "<td>durable insert of one row</td>", "no text search")
        .doesNotContain("src=", "href=");
  }

  @Test
  void anEngineThatNobodyKnowsIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() ->
            new CompareTrials()
                .run(request(List.of("lucine"), null), new PrintWriter(new StringWriter())))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("lucine")
        .hasMessageContaining("lucene, ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theCommandLineFindsIt() {
    assertThat(ServiceLoader.load(CompareBench.class).findFirst())
        .containsInstanceOf(CompareTrials.class);
  }

  /** A report by which one search of Pilum took no time to speak of, and nothing else was. */
  private Path earlierReport() throws IOException {
    Figure figure = new Figure(1e-6, 1e-6, 1e-6, 1.0, null);
    Line line = new Line("search-10", "search", Unit.MICROS, 0, null, Map.of("pilum", figure));
    Report report =
        new Report(
            new Setting("then", "few", ROWS, FewRows.DIMENSION, "this", "this", "it", "tiny", 1),
            List.of(),
            List.of(line),
            List.of(),
            List.of(),
            null);
    return Files.writeString(folder.resolve("earlier.json"), ReportJson.of(report));
  }

  private CompareRequest request(List<String> peers, @Nullable Path against) {
    return new CompareRequest(
        FewRows.data(ROWS),
        peers,
        Effort.TINY,
        folder.resolve("out"),
        against,
        folder.resolve("stores"),
        "./pilum bench compare");
  }

  private static Figure figure(Line line, String engine) {
    Figure figure = line.figures().get(engine);
    assertThat(figure).as(line.id()).isNotNull();
    return figure;
  }
}
