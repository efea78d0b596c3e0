package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.HybridHit;
import dev.pilum.HybridSearch;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.cli.measure.Judged;
import dev.pilum.cli.output.Format;
import dev.pilum.cli.output.ImportProgress;
import dev.pilum.formats.ImportReport;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
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
      "Make a database of 1,000 real abstracts with real embeddings; search by meaning and words,"
          + " close, open again, search again.",
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

  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("title", Types.utf8())
          .text("text")
          .field("words", Types.int64())
          .vector("embedding", 384, Metric.COSINE)
          .build();

  /**
   * What the claims found.
   *
   * @param byVector the nearest abstracts of each claim, by id
   * @param hybrid those that are nearest or have its words
   */
  private record Answers(List<List<String>> byVector, List<List<String>> hybrid) {}

  /**
   * How good answers are, from 0 to 1.
   *
   * @param ndcg nDCG@10, the mean of all claims
   * @param recall recall@10, the same
   */
  private record Quality(double ndcg, double recall) {
    static Quality of(Sample sample, List<List<String>> answers) {
      double ndcg = 0;
      double recall = 0;
      for (int i = 0; i < answers.size(); i++) {
        Set<String> relevant =
            sample.relevant().getOrDefault(sample.claims().get(i).id(), Set.of());
        ndcg += Judged.ndcgAt(K, answers.get(i), relevant) / answers.size();
        recall += Judged.recallAt(K, answers.get(i), relevant) / answers.size();
      }
      return new Quality(ndcg, recall);
    }

    String describe() {
      return "nDCG@10 %.3f, recall@10 %.3f".formatted(ndcg, recall);
    }
  }

  @Override
  public Integer call() {
    Sample sample =
        Sample.read(
            sampleFolder == null
                ? Path.of(System.getProperty("pilum.home", "."), "examples", "scifact")
                : sampleFolder);
    ImportReport written;
    Answers before;
    try (Database db = Database.open(folder)) {
      Table table = db.createTableIfAbsent(TABLE, SCHEMA);
      written = new ImportProgress(options.err(), TABLE).run(sample.documents(), db);
      tellWritten(written);
      before = answers(table, sample);
      tellHits(sample, table);
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
    List<List<String>> byVector = new ArrayList<>();
    List<List<String>> hybrid = new ArrayList<>();
    for (int claim = 0; claim < sample.claims().size(); claim++) {
      Search nearest = table.search("embedding", sample.vectors().get(claim)).select("id").limit(K);
      byVector.add(nearest.hits().stream().map(hit -> id(hit.row())).toList());
      hybrid.add(
          hybrid(table, sample, claim).limit(K).hits().stream().map(hit -> id(hit.row())).toList());
    }
    return new Answers(byVector, hybrid);
  }

  private static HybridSearch hybrid(Table table, Sample sample, int claim) {
    return table
        .search("embedding", sample.vectors().get(claim))
        .text("text", sample.claims().get(claim).text())
        .select("id", "title");
  }

  private static String id(Row row) {
    return String.valueOf(row.text("id"));
  }

  private void tellWritten(ImportReport written) {
    say(
        "Written to %s: %,d abstracts with 384 coordinates each, in %.2f s, safe on disk."
            .formatted(folder, written.rows(), written.seconds()));
    if (written.replaced() > 0) {
      say(
          "(%,d were there from an earlier run and have been replaced.)"
              .formatted(written.replaced()));
    }
  }

  private void tellHits(Sample sample, Table table) {
    HybridSearch search = hybrid(table, sample, SHOWN_CLAIM).limit(SHOWN);
    say("");
    say(
        "Near the claim \"%s\", or with its words:"
            .formatted(sample.claims().get(SHOWN_CLAIM).text()));
    tell(search.hits());
    HybridSearch filtered = search.where("words <= ?", SHORT_WORDS);
    say("");
    say("The same where words <= %d:".formatted(SHORT_WORDS));
    tell(filtered.hits());
    say("");
    say("How that was found:");
    filtered.explain().toString().lines().forEach(line -> say("  " + line));
  }

  private void tell(List<HybridHit> hits) {
    for (HybridHit hit : hits) {
      String title = String.valueOf(hit.row().text("title"));
      say(
          "  %.3f  %s"
              .formatted(hit.score(), title.length() <= 90 ? title : title.substring(0, 89) + "…"));
    }
  }

  private int conclude(Sample sample, ImportReport written, Answers answers, boolean same) {
    Quality byVector = Quality.of(sample, answers.byVector());
    Quality hybrid = Quality.of(sample, answers.hybrid());
    say("");
    say(
        "Closed, opened again, asked all %d claims again: %s."
            .formatted(sample.claims().size(), same ? "the same answers" : "OTHER ANSWERS"));
    say("By the experts' judgements:");
    say("  by vectors: " + byVector.describe());
    say("  hybrid:     " + hybrid.describe());
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
                  byVector.ndcg(),
                  "recallAt10",
                  byVector.recall(),
                  "hybridNdcgAt10",
                  hybrid.ndcg(),
                  "hybridRecallAt10",
                  hybrid.recall()));
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
