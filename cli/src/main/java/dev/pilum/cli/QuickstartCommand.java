package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Hit;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.input.ImportResult;
import dev.pilum.cli.input.Importer;
import dev.pilum.cli.measure.Judged;
import dev.pilum.cli.output.Format;
import dev.pilum.filter.Filters;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows Pilum at work on real documents. */
@Command(
    name = "quickstart",
    description = {
      "Make a database of 1,000 real abstracts with real embeddings; search, close, open again,"
          + " search again.",
      "Running it once more replaces the same rows."
    },
    footer = {"", "Examples:", "  pilum quickstart", "  pilum quickstart try-pilum"})
final class QuickstartCommand implements Callable<Integer> {
  private static final String TABLE = "abstracts";
  private static final int K = 10;
  private static final int SHOWN = 3;
  private static final int SHORT_WORDS = 150;

  /** "Bariatric surgery has a positive impact on mental health." */
  private static final int SHOWN_CLAIM = 36;

  @Parameters(
      arity = "0..1",
      paramLabel = "DB",
      description = "Folder of the database; ${DEFAULT-VALUE} by default.")
  private Path folder = Path.of("quickstart-db");

  @Option(names = "--sample", hidden = true)
  private @Nullable Path sampleFolder;

  @Mixin private OutputOptions options = new OutputOptions();

  /** What the claims found. */
  private record Answers(List<List<Hit>> hits) {
    List<String> ids(int claim) {
      return hits.get(claim).stream().map(hit -> String.valueOf(hit.row().text("id"))).toList();
    }
  }

  @Override
  public Integer call() {
    Sample sample =
        Sample.read(
            sampleFolder == null
                ? Path.of(System.getProperty("pilum.home", "."), "examples", "scifact")
                : sampleFolder);
    ImportResult written;
    Answers before;
    try (Database db = Database.open(folder)) {
      written = new Importer(db, sample.importInto(TABLE), options.err()).run();
      tellWritten(written);
      before = answers(db.openTable(TABLE), sample);
      tellHits(sample, before, db.openTable(TABLE));
    }
    boolean same = reopened(sample).equals(before);
    return conclude(sample, written, before, same);
  }

  private Answers reopened(Sample sample) {
    try (Database db = Database.open(folder)) {
      return answers(db.openTable(TABLE), sample);
    }
  }

  private static Answers answers(Table table, Sample sample) {
    List<List<Hit>> hits = new ArrayList<>();
    for (float[] vector : sample.vectors()) {
      hits.add(table.search("embedding", vector).select("id", "title").limit(K).hits());
    }
    return new Answers(hits);
  }

  private void tellWritten(ImportResult written) {
    say(
        "Written to %s: %,d abstracts with 384 coordinates each, in %.2f s, safe on disk."
            .formatted(folder, written.rows(), written.seconds()));
    if (written.replaced() > 0) {
      say(
          "(%,d were there from an earlier run and have been replaced.)"
              .formatted(written.replaced()));
    }
  }

  private void tellHits(Sample sample, Answers answers, Table table) {
    say("");
    say("Nearest to the claim \"%s\":".formatted(sample.claims().get(SHOWN_CLAIM).text()));
    tell(answers.hits().get(SHOWN_CLAIM));
    say("");
    say("The same among abstracts of at most %d words:".formatted(SHORT_WORDS));
    tell(
        table
            .search("embedding", sample.vectors().get(SHOWN_CLAIM))
            .where(Filters.le("words", SHORT_WORDS))
            .select("id", "title")
            .limit(SHOWN)
            .hits());
  }

  private void tell(List<Hit> hits) {
    for (Hit hit : hits.subList(0, Math.min(SHOWN, hits.size()))) {
      String title = String.valueOf(hit.row().text("title"));
      say(
          "  %.3f  %s"
              .formatted(hit.score(), title.length() <= 90 ? title : title.substring(0, 89) + "…"));
    }
  }

  private int conclude(Sample sample, ImportResult written, Answers answers, boolean same) {
    double ndcg = 0;
    double recall = 0;
    for (int i = 0; i < sample.claims().size(); i++) {
      Set<String> relevant = sample.relevant().getOrDefault(sample.claims().get(i).id(), Set.of());
      ndcg += Judged.ndcgAt(K, answers.ids(i), relevant) / sample.claims().size();
      recall += Judged.recallAt(K, answers.ids(i), relevant) / sample.claims().size();
    }
    say("");
    say(
        "Closed, opened again, asked all %d claims again: %s."
            .formatted(sample.claims().size(), same ? "the same answers" : "OTHER ANSWERS"));
    say("By the experts' judgements: nDCG@10 %.3f, recall@10 %.3f.".formatted(ndcg, recall));
    tellNext(sample);
    if (options.format() != Format.TABLE) {
      options
          .output()
          .record(
              Row.of(
                  "rows",
                  written.rows(),
                  "seconds",
                  written.seconds(),
                  "same",
                  same,
                  "ndcgAt10",
                  ndcg,
                  "recallAt10",
                  recall));
    }
    return same ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void tellNext(Sample sample) {
    say("");
    say("Try next:");
    say("  ./pilum schema %s %s".formatted(folder, TABLE));
    say("  ./pilum search %s %s --like 4983 -k 3 --select title".formatted(folder, TABLE));
    say(
        "  ./pilum search %s %s --vectors %s --truth %s"
            .formatted(
                folder,
                TABLE,
                fromHere(sample.folder()).resolve("query.fvecs"),
                fromHere(sample.folder()).resolve("gt_cos.ivecs")));
    say("  ./pilum --help");
  }

  /** Returns {@code path} as one would type it in the current folder. */
  private static Path fromHere(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.toAbsolutePath().startsWith(here) ? here.relativize(path.toAbsolutePath()) : path;
  }

  private void say(String line) {
    if (options.format() == Format.TABLE) {
      PrintWriter out = options.out();
      out.println(line);
      out.flush();
    }
  }
}
