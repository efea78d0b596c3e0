package dev.pilum.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.Row;
import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.Headlines;
import dev.pilum.bench.compare.report.HtmlPage;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.MarkdownPage;
import dev.pilum.bench.compare.report.PowerLaw;
import dev.pilum.bench.compare.report.Regressions;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.report.Report.Growth;
import dev.pilum.bench.compare.report.Report.Growth.Size;
import dev.pilum.bench.compare.report.Report.Peer;
import dev.pilum.bench.compare.report.Report.Setting;
import dev.pilum.bench.compare.report.ReportJson;
import dev.pilum.bench.compare.report.Spent;
import dev.pilum.bench.compare.report.Unit;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  @Test
  void aFasterPeerIsShownAsFaster() {
    assertThat(line(Unit.MICROS, 10, 5).advantageOver("peer")).isEqualTo(0.5);
    assertThat(line(Unit.PER_SECOND, 10, 5).advantageOver("peer")).isEqualTo(2);
    assertThat(line(Unit.MICROS, 10, 5).advantageOver("nobody")).isNaN();
    Report report = report(line(Unit.MICROS, 10, 5));
    assertThat(Headlines.of(report).getFirst().get("peer")).isEqualTo("5.00 µs [0.500 x]");
  }

  @Test
  void whereAPeerIsBetterBothPagesSayByHowMuchAndWhy() {
    Report report = report(line(Unit.MICROS, 10, 4));
    assertThat(MarkdownPage.of(report))
        .contains(
            "## Where Pilum is not ahead", "| title | peer 2.50 x better (4.00 µs) | because |");
    assertThat(HtmlPage.of(report))
        .contains("<td>peer 2.50 x better (4.00 µs)</td><td>because</td>");
    Report ahead = report(line(Unit.MICROS, 4, 10));
    assertThat(MarkdownPage.of(ahead)).contains("In none of these").doesNotContain("because");
    assertThat(HtmlPage.of(ahead)).contains("In none of these");
  }

  @Test
  void bothPagesSayOnceWhatWasMeasuredWhereAndWhereTheTimeWent() {
    Report report = report(line(Unit.MICROS, 10, 5));
    String setting = "few, 1 rows × 2, cosine; machine; jvm; now, quick effort, 1.0 minutes.";
    assertThat(MarkdownPage.of(report))
        .containsOnlyOnce(setting)
        .contains("| title | 1.3 | 30.0 | 31.3 |", "| all | 1.3 | 30.0 | 31.3 |");
    assertThat(HtmlPage.of(report))
        .containsOnlyOnce(setting)
        .contains("<tr><td>all</td><td>1.3</td><td>30.0</td><td>31.3</td></tr>");
  }

  @Test
  void aFigureHasTheMedianAndTheSpreadOfItsRounds() {
    assertThat(Figure.of(new double[] {3, 1, 2, 9}, null, null))
        .isEqualTo(new Figure(2.5, 1.0, 9.0, null, null));
    assertThat(Figure.of(new double[] {3, 1, 2}, 0.5, "so"))
        .isEqualTo(new Figure(2.0, 1.0, 3.0, 0.5, "so"));
  }

  @Test
  void onlyWhatIsWorseBeyondTheSpreadIsARegression() {
    Report before = report(line(Unit.MICROS, 10, 10));
    assertThat(Regressions.of(before, report(line(Unit.MICROS, 12, 5)))).isEmpty();
    List<Row> worse = Regressions.of(before, report(line(Unit.MICROS, 14, 20)));
    assertThat(worse.stream().map(row -> row.get("engine"))).containsExactly("pilum", "peer");
    Line wide = line(Unit.MICROS, new Figure(14.0, 9.0, 20.0, null, null));
    assertThat(Regressions.of(before, report(wide))).isEmpty();
    assertThat(
            Regressions.of(
                report(line(Unit.PER_SECOND, 10, 10)), report(line(Unit.PER_SECOND, 5, 10))))
        .hasSize(1);
  }

  @Test
  void growthIsFittedByAPower() {
    List<Size> sizes = List.of(new Size(10, 3), new Size(100, 30 * 10), new Size(1_000, 30_000));
    assertThat(PowerLaw.exponent(sizes)).isCloseTo(2, within(1e-9));
    assertThat(PowerLaw.exponent(sizes.subList(0, 1))).isNull();
    assertThat(PowerLaw.exponent(List.of(new Size(1, 0), new Size(2, 0)))).isNull();
    assertThat(PowerLaw.extended(sizes, 10_000)).isCloseTo(3_000_000, within(1e-3));
    assertThat(PowerLaw.extended(sizes.subList(0, 1), 10_000)).isEqualTo(3_000);
    assertThat(PowerLaw.extended(List.of(new Size(10, 4), new Size(20, 4)), 40)).isEqualTo(8);
  }

  @Test
  void powersOfGrowthStandInOneRowForEachEngine() {
    Report plain = report(line(Unit.MICROS, 10, 4));
    List<Size> sizes = List.of(new Size(10, 3), new Size(100, 300));
    Report report =
        new Report(
            plain.setting(),
            plain.peers(),
            plain.lines(),
            plain.curves(),
            List.of(
                new Growth("pilum", "build", Unit.SECONDS, sizes, 2.0, null),
                new Growth("pilum", "open", Unit.MILLIS, sizes, 1.0, null),
                new Growth("peer", "open", Unit.MILLIS, sizes.subList(0, 1), null, "too long")),
            null);
    assertThat(HtmlPage.of(report))
        .contains("<tr><td>pilum</td><td>2.00</td><td>1.00</td><td></td></tr>")
        .contains("<tr><td>peer</td><td>–</td><td>–</td><td>too long</td></tr>")
        .doesNotContain("Where the time went");
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    Report report = report(line(Unit.MIB, 1, 2));
    Path file = Files.writeString(folder.resolve("report.json"), ReportJson.of(report));
    assertThat(ReportJson.read(file)).isEqualTo(report);
    Path other = Files.writeString(folder.resolve("other.json"), "[1]");
    assertThatThrownBy(() -> ReportJson.read(other))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("other.json");
  }

  private static Report report(Line line) {
    return new Report(
        new Setting("now", "few", 1, 2, "machine", "jvm", "command", "quick", 1),
        List.of(
            new Peer("pilum", "1", "", "", 10, null),
            new Peer("peer", "1", "", "", 10, null),
            new Peer("absent", "", "", "", 0, "not here")),
        List.of(line),
        List.of(),
        List.of(),
        List.of(new Spent("title", Map.of("pilum", 1.25, "peer", 30.0))));
  }

  private static Line line(Unit unit, double own, double other) {
    Figure figure = new Figure(own, own, own, null, null);
    return new Line(
        "id",
        "title",
        unit,
        1,
        "because",
        Map.of("pilum", figure, "peer", new Figure(other, other, other, null, null)));
  }

  private static Line line(Unit unit, Figure figure) {
    return new Line("id", "title", unit, 1, "because", Map.of("pilum", figure));
  }
}
