package dev.pilum.cli;

import dev.pilum.Row;
import dev.pilum.cli.measure.JudgedTexts;
import dev.pilum.cli.measure.QualityTrial;
import dev.pilum.cli.output.Format;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how good searches are on judged texts. */
@Command(
    name = "quality",
    sortOptions = false,
    description = {
      "Measure how good searches are: nDCG@10 and recall@10 by vectors, by words (BM25), by"
          + " reciprocal rank fusion and by Pilum's default for both, over texts whose relevance"
          + " people have judged.",
      "",
      "The folder has corpus.jsonl (id, title, text), queries.jsonl (id, text), qrels.tsv (query,"
          + " document, relevance), and base.fvecs and query.fvecs where there are vectors."
    },
    footer = {
      "",
      "Examples:",
      "  pilum bench quality --data scifact",
      "  pilum bench quality --data cmrc2018_zh --analyzer cjk --json"
    })
final class BenchQualityCommand implements Runnable {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder with judged texts.")
  private @Nullable Path data;

  @Option(
      names = "--analyzer",
      paramLabel = "WORDS",
      description =
          "How texts are cut into terms, such as english or 'auto -stemming'; ${DEFAULT-VALUE} by"
              + " default.")
  private String analyzer = "auto";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "An empty folder for the table, and to keep; by default one that is deleted.")
  private @Nullable Path folder;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    JudgedTexts texts = JudgedTexts.read(Path.of(String.valueOf(data)));
    try (ScratchFolder scratch = ScratchFolder.at(folder)) {
      show(new QualityTrial(texts, analyzer).run(scratch.path()));
    }
  }

  private void show(List<Row> lines) {
    if (options.format() == Format.JSON) {
      lines.forEach(options.output()::record);
    } else {
      options.output().rows(List.copyOf(lines.getFirst().keySet()), lines);
    }
  }
}
