package dev.pilum.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilum.bench.compare.engine.HonestPeer;
import dev.pilum.bench.compare.engine.PilumPeer;
import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.HtmlPage;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.MarkdownPage;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.report.ReportJson;
import dev.pilum.bench.compare.trial.Comparison;
import dev.pilum.bench.compare.trial.Effort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The single calls that a memory library measures of its backends: a line for each. */
class SingleCallsTest {
  private static final Path RECORDED = Path.of("../docs/benchmarks");
  private static final String PEER = "peer";
  private static final List<String> SEARCHES =
      List.of("search-100-1", "search-100-5", "search-100-10", "search-100-20");
  private static final List<String> BATCHES = List.of("batch-10", "batch-50", "batch-100");
  private static final List<String> OTHERS =
      List.of("insert", "update", "exists", "get", "delete", "memory");

  /** What that library measured of LanceDB: 35 to 43 rows/s in batches, 13.2 ms for a search. */
  private static final double ROWS_PER_SECOND = 43;

  private static final double SEARCH_MICROS = 13_200;

  @TempDir Path folder;

  @Test
  void everyCallIsMeasuredOfEveryEngineAtSeveralSizesAndPrintedWithItsRatio() throws IOException {
    Effort effort =
        new Effort(
            "tiny", 200, 10, 2, 1, 1, 1, 20, 1, List.of(10, 50, 100), 5, List.of(100, 200), 1);
    Report report =
        new Comparison(FewRows.data(200), effort, folder, new PrintWriter(new StringWriter()))
            .run(List.of(new PilumPeer(), new HonestPeer(PEER)), "it");
    for (List<String> ids : List.of(SEARCHES, BATCHES, OTHERS)) {
      for (String id : ids) {
        isPrinted(report, line(report, id));
      }
    }
    assertThat(report.growth())
        .extracting("peer", "title")
        .contains(tuple(Line.PILUM, "disk"), tuple(PEER, "disk"));
  }

  private static void isPrinted(Report report, Line line) {
    for (String engine : report.measured()) {
      Figure figure = line.figures().get(engine);
      assertThat(figure).as(line.id() + " of " + engine).isNotNull();
      assertThat(figure.median()).as(line.id() + " of " + engine).isNotNull();
    }
    String title = "| " + line.title() + " | ";
    assertThat(MarkdownPage.of(report).lines().filter(text -> text.startsWith(title)))
        .as(line.id())
        .anyMatch(text -> text.contains(" x**"));
    assertThat(HtmlPage.of(report)).contains("<td>" + line.title() + "</td>");
  }

  @Test
  void theRecordedRunSaysByHowMuchPilumIsFasterThanLanceDbAndPgvector() throws IOException {
    Report report = ReportJson.read(RECORDED.resolve("compare.json"));
    String page = Files.readString(RECORDED.resolve("compare.md"));
    assertThat(report.measured()).contains(Line.PILUM, "pgvector", "lancedb");
    for (List<String> ids : List.of(SEARCHES, BATCHES, OTHERS)) {
      for (String id : ids) {
        Line line = line(report, id);
        assertThat(line.advantageOver("lancedb")).as(id).isPositive();
        assertThat(line.advantageOver("pgvector")).as(id).isPositive();
        assertThat(page).contains("| " + line.title() + " |");
      }
    }
    for (String id : SEARCHES) {
      assertThat(own(report, id)).as(id).isLessThan(SEARCH_MICROS / 10);
    }
    for (String id : BATCHES) {
      assertThat(own(report, id)).as(id).isGreaterThan(ROWS_PER_SECOND * 10);
    }
    assertThat(1e6 / own(report, "insert")).isGreaterThan(ROWS_PER_SECOND * 10);
  }

  private static double own(Report report, String id) {
    return line(report, id).figures().get(Line.PILUM).median();
  }

  private static Line line(Report report, String id) {
    return report.lines().stream()
        .filter(line -> line.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + id));
  }
}
