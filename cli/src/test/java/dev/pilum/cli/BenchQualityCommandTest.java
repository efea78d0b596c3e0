package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.cli.Terminal.Outcome;
import dev.pilum.cli.measure.RankingQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchQualityCommandTest {
  @TempDir Path folder;

  @Test
  void textsWithoutVectorsAreJudgedByWordsAlone() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(
        data.resolve("corpus.jsonl"),
        """
        {"id": "a", "title": "Graphs", "text": "walking a graph"}
        {"id": "b", "title": "", "text": "数据库检索"}
        {"id": "c", "title": "Rows", "text": "a row"}
        """);
    Files.writeString(
        data.resolve("queries.jsonl"),
        """
        {"id": "1", "text": "graph walks"}
        {"id": "2", "text": "数据库"}
        {"id": "3", "text": "nothing of this"}
        {"id": "4", "text": "not judged"}
        """);
    Files.writeString(
        data.resolve("qrels.tsv"), "query\tcorpus\tscore\n1\ta\t1\n2\tb\t1\n3\tc\t1\n");
    Outcome outcome = new Terminal(folder).run("bench quality --data @data --folder @t --json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("{\"leg\":\"bm25\",\"ndcg10\":0.666")
        .contains("\"recall10\":0.666")
        .contains("\"queries\":3");
  }

  @Test
  void gainsAreDiscountedByRankAndDividedByTheBestRanking() {
    RankingQuality.Sum sum = new RankingQuality.Sum();
    sum.add(List.of("x", "a", "b"), Map.of("a", 1, "b", 2));
    double gain = 1 / (Math.log(3) / Math.log(2)) + 2 / 2.0;
    double best = 2 + 1 / (Math.log(3) / Math.log(2));
    assertThat(sum.mean().ndcg()).isCloseTo(gain / best, within(1e-12));
    assertThat(sum.mean().recall()).isEqualTo(1);
  }
}
