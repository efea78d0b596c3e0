package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartCommandTest {
  /** Exact search over the sample gives this, by another program. */
  private static final String NDCG = "nDCG@10 0.824, recall@10 0.905";

  @TempDir Path folder;

  @Test
  void quickstartFindsTheSameAfterReopeningASecondRunReplacesItsRowsAndAllIsMeasuredAsItAdvises() {
    Terminal terminal = new Terminal(folder);
    Outcome first = terminal.run("quickstart DB --sample " + sample());
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("1,000 abstracts")
        .contains(
            "Mental Health Conditions Among Patients Seeking and Undergoing Bariatric Surgery")
        .contains("The same where words <= 150:")
        .contains("hybrid search: MinMax[vectorWeight=0.5], 100 candidates of each leg")
        .contains("hybrid:     nDCG@10 0.885, recall@10 0.978")
        .contains("asked all 100 claims again: the same answers")
        .contains(NDCG)
        .doesNotContain("replaced");

    Outcome second = terminal.run("quickstart DB --sample " + sample());
    assertThat(second.out()).contains("1,000 were there from an earlier run").contains(NDCG);
    assertThat(terminal.run("tables DB --format csv").out())
        .isEqualTo("table,rows\nabstracts,1000\n");
    measuredAsAdvised(terminal);
  }

  private static void measuredAsAdvised(Terminal terminal) {
    String queries =
        " --vectors "
            + sample().resolve("query.fvecs")
            + " --truth "
            + sample().resolve("gt_cos.ivecs");
    assertThat(terminal.run("search DB abstracts --exact --json" + queries).out())
        .startsWith("{\"recall\":1.0,");
  }

  private static Path sample() {
    Path beside = Path.of("..", "examples", "scifact");
    return Files.isDirectory(beside) ? beside : Path.of("examples", "scifact");
  }
}
