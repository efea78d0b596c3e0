package dev.pilum.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.bench.compare.engine.Engine;
import dev.pilum.bench.compare.engine.HonestPeer;
import dev.pilum.bench.compare.engine.LyingPeer;
import dev.pilum.bench.compare.engine.LyingPeer.Lie;
import dev.pilum.bench.compare.report.Figure;
import dev.pilum.bench.compare.report.HtmlPage;
import dev.pilum.bench.compare.report.Line;
import dev.pilum.bench.compare.report.MarkdownPage;
import dev.pilum.bench.compare.report.Report;
import dev.pilum.bench.compare.trial.Comparison;
import dev.pilum.bench.compare.trial.Effort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One comparison with an honest engine and many that lie: each is found out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LyingPeerTest {
  private static final int ROWS = 300;
  private static final Effort EFFORT =
      new Effort("tiny", ROWS, 10, 2, 1, 1, 1, 20, 1, List.of(10), 5, List.of(), 1);

  /** The lines that must say so; others may, where they ask for the same. */
  private static final Map<Lie, List<String>> LINES = new EnumMap<>(Lie.class);

  static {
    LINES.put(Lie.LOSES_ROWS, List.of("build", "batch-10", "search-10", "open", "insert"));
    LINES.put(Lie.COUNTS_WHAT_IT_LOST, List.of("build", "batch-10", "qps-95", "get"));
    LINES.put(Lie.WRITES_TWICE_WHAT_THREADS_WRITE, List.of("writers", "writers-same"));
    LINES.put(Lie.LOSES_WHAT_THREADS_WRITE, List.of("writers", "writers-same"));
    LINES.put(
        Lie.FINDS_OTHER_ROWS, List.of("search-100-10", "search-10", "qps-95", "after-writes"));
    LINES.put(Lie.IGNORES_FILTERS, List.of("filter-1", "filter-10"));
    LINES.put(Lie.FILTERS_HARDLY, List.of("filter-1", "filter-10"));
    LINES.put(Lie.IGNORES_DELETES, List.of("delete", "after-writes"));
    LINES.put(Lie.COUNTS_DELETES_ONLY, List.of("delete", "after-writes"));
    LINES.put(Lie.ANSWERS_TOO_FEW, List.of("search-10", "filter-10", "qps-95", "qps-99"));
    LINES.put(Lie.ANSWERS_A_ROW_TWICE, List.of("search-10", "qps-95"));
    LINES.put(Lie.ANSWERS_IN_ANY_ORDER, List.of("search-100-5", "search-10", "qps-95"));
    LINES.put(Lie.IGNORES_UPSERTS, List.of("upsert"));
    LINES.put(Lie.IGNORES_UPDATES, List.of("update"));
    LINES.put(Lie.GETS_ANOTHER_ROW, List.of("get"));
    LINES.put(Lie.KNOWS_EVERY_KEY, List.of("exists", "delete"));
    LINES.put(Lie.FINDS_OTHER_TEXTS, List.of("text", "hybrid"));
    LINES.put(Lie.FINDS_NO_HYBRIDS, List.of("hybrid"));
    LINES.put(Lie.OPENS_WITHOUT_THE_LAST_ROWS, List.of("open"));
    LINES.put(Lie.IS_RIGHT_ONCE, List.of("search-100-1", "qps-95"));
  }

  private Report report;
  private String markdown;
  private String html;

  @BeforeAll
  void compare(@TempDir Path folder) {
    List<Engine> engines = new ArrayList<>();
    engines.add(new HonestPeer(Line.PILUM));
    for (Lie lie : Lie.values()) {
      engines.add(new LyingPeer(lie));
    }
    report =
        new Comparison(FewRows.data(ROWS), EFFORT, folder, new PrintWriter(new StringWriter()))
            .run(engines, "it");
    markdown = MarkdownPage.of(report);
    html = HtmlPage.of(report);
  }

  @Test
  void whoIsRightIsNeverCalledWrong() {
    for (Line line : report.lines()) {
      Figure figure = figure(line, Line.PILUM);
      assertThat(figure.median()).as(line.id() + ": " + figure.note()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoLiesIsShownAsWrongAndNotAsFast(Lie lie) {
    for (String id : LINES.get(lie)) {
      Line line =
          report.lines().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
      Figure figure = figure(line, lie.name());
      assertThat(figure.median()).as(id).isNull();
      assertThat(figure.note()).as(id).startsWith("wrong: ");
      assertThat(markdown).contains("- " + figure.note());
      assertThat(html).contains("–<small>" + figure.note() + "</small>");
    }
  }

  private static Figure figure(Line line, String engine) {
    Figure figure = line.figures().get(engine);
    assertThat(figure).as(line.id()).isNotNull();
    return figure;
  }
}
