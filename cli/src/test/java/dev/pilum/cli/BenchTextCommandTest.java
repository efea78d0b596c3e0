package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTextCommandTest {
  @TempDir Path folder;

  @Test
  void aSmallTrialMeasuresEveryPhase() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(
        data.resolve("corpus.jsonl"),
        """
        {"id": "a", "title": "Graphs", "text": "walking a graph from row to row"}
        {"id": "b", "title": "", "text": "one"}
        """);
    Files.writeString(data.resolve("queries.jsonl"), "{\"id\": \"1\", \"text\": \"graph\"}\n");
    Files.writeString(data.resolve("qrels.tsv"), "query\tcorpus\tscore\n1\ta\t1\n");
    Outcome outcome =
        new Terminal(folder)
            .run(
                "bench text --data @data --folder @t --documents 60 --upserts 20 --millis 1"
                    + " --warm-up-millis 1 --json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("{\"data\":\"data\",\"seed\":")
        .contains("\"documents\":60")
        .contains("\"atRestText1P50Micros\":")
        .contains("\"afterUpsertsText4P99Micros\":")
        .contains("\"afterUpsertsText1TimesResting\":")
        .contains("\"besideWriterUpserts\":")
        .contains("\"afterWriterText2P50Micros\":")
        .doesNotContain("Hybrid");
  }
}
