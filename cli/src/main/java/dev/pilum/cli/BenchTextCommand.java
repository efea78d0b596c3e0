package dev.pilum.cli;

import dev.pilum.cli.measure.JudgedTexts;
import dev.pilum.cli.measure.ShortDocuments;
import dev.pilum.cli.measure.TextTrial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures text and hybrid searches before, after and beside writes. */
@Command(
    name = "text",
    sortOptions = false,
    description = {
      "Measure how long text and hybrid searches take on short documents: at rest, right after"
          + " further upserts, beside a writer that keeps a rate, beside one that never pauses, and"
          + " right after it; and how many times what they take on a table that rests meanwhile."
          + " Documents are runs of words of the texts in a folder, drawn by a seed; queries are"
          + " one to four words of a document.",
      "",
      "The folder has corpus.jsonl (id, title, text), queries.jsonl, qrels.tsv, and base.fvecs and"
          + " query.fvecs where there are vectors; without them only text is searched."
    },
    footer = {
      "",
      "Examples:",
      "  pilum bench text --data scifact --json",
      "  pilum bench text --data squad2dev --documents 10000 --json"
    })
final class BenchTextCommand implements Runnable {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder with texts.")
  private @Nullable Path data;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Short documents in the table; ${DEFAULT-VALUE} by default.")
  private int documents = 50_000;

  @Option(
      names = "--upserts",
      paramLabel = "N",
      description =
          "Further upserts, half of them of keys that are there; ${DEFAULT-VALUE} by default.")
  private int upserts = 1_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Upserts per second of the writer that keeps a rate; ${DEFAULT-VALUE} by default.")
  private int rate = 1_000;

  @Option(
      names = "--millis",
      paramLabel = "N",
      description = "How long each kind of search is measured; ${DEFAULT-VALUE} by default.")
  private int millis = 1_000;

  @Option(
      names = "--warm-up-millis",
      paramLabel = "N",
      description = "How long searches run unmeasured first; ${DEFAULT-VALUE} by default.")
  private int warmUpMillis = 4_000;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "An empty folder for the table, and to keep; by default one that is deleted.")
  private @Nullable Path folder;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    Path from = Path.of(String.valueOf(data));
    ShortDocuments texts =
        new ShortDocuments(JudgedTexts.read(from), String.valueOf(from.getFileName()));
    try (ScratchFolder scratch = ScratchFolder.at(folder)) {
      options.output().record(trial(texts).run(scratch.path()));
    }
  }

  private TextTrial trial(ShortDocuments texts) {
    return new TextTrial(
        texts, documents, upserts, Math.max(1, rate), new TextTrial.Times(warmUpMillis, millis));
  }
}
