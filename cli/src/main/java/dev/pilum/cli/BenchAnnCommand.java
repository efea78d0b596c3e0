package dev.pilum.cli;

import dev.pilum.IndexOptions;
import dev.pilum.IndexOptions.Codes;
import dev.pilum.Row;
import dev.pilum.cli.ann.AnnBench;
import dev.pilum.cli.ann.AnnRequest;
import dev.pilum.cli.ann.ChurnRequest;
import dev.pilum.cli.ann.FilterRequest;
import dev.pilum.cli.output.Format;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures vector searches beside those of other libraries. */
@Command(
    name = "ann",
    sortOptions = false,
    description = {
      "Measure nearest-neighbour searches: Pilum through its tables on disk and, in the same run"
          + " over the same vectors, other libraries. Every engine has M 16 and efConstruction 200."
          + " Answers are compared with the truth before anything is timed.",
      "",
      "Prints a line for each engine and ef; what is compared, and how fast each engine is at a"
          + " recall of 0.95 and 0.99, goes to stderr."
    },
    footer = {
      "",
      "Examples:",
      "  pilum bench ann --base base.fvecs --query query.fvecs --truth gt_l2.ivecs --metric l2",
      "  pilum bench ann --base base.fvecs --query query.fvecs --truth gt_cos.ivecs \\",
      "      --metric cosine --peers lucene,jvector,hnswlib-core --json",
      "  pilum bench ann --base base.fvecs --query query.fvecs --filter-selectivity 0.1,1,10,50,90",
      "  pilum bench ann --base base.fvecs --query query.fvecs --churn --ef 10,40,100 --json"
    })
final class BenchAnnCommand implements Runnable {
  @Option(
      names = "--base",
      required = true,
      paramLabel = "FILE",
      description = "Vectors to search, in fvecs format.")
  private @Nullable Path base;

  @Option(
      names = "--query",
      required = true,
      paramLabel = "FILE",
      description = "Query vectors in fvecs format.")
  private @Nullable Path query;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "True row numbers of each query in ivecs format; not for filters and churn.")
  private @Nullable Path truth;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "What near means: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Metric metric = Metric.COSINE;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description =
          "Engines beside Pilum, separated by commas: lucene, lucene-sq8, jvector, jvector-pq,"
              + " hnswlib-core.")
  private List<String> peers = List.of();

  @Option(
      names = "--codes",
      paramLabel = "KIND",
      split = ",",
      description =
          "What Pilum's graphs are built with: ${COMPLETION-CANDIDATES}; separated by commas, for"
              + " one index of Pilum each. The defaults of a database where not given.")
  private List<Codes> codes = List.of(IndexOptions.DEFAULT.codes());

  @Option(
      names = "--ef",
      paramLabel = "N",
      split = ",",
      description = "Breadths of the search, separated by commas; 10 to 160 by default.")
  private List<Integer> breadths = List.of(10, 20, 30, 40, 60, 80, 120, 160);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that search at a time; ${DEFAULT-VALUE} by default.")
  private int threads = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that the medians are of; ${DEFAULT-VALUE} by default.")
  private int rounds = 7;

  @Option(
      names = "--filter-selectivity",
      paramLabel = "PERCENT",
      split = ",",
      description =
          "Measure Pilum alone with filters that accept so many percent of the rows, separated by"
              + " commas: recall against exact search at default settings, and times beside"
              + " unfiltered searches.")
  private List<Double> selectivities = List.of();

  @Option(
      names = "--churn",
      description =
          "Measure Pilum's recall alone after half of the rows were deleted and half upserted, in"
              + " random order: as upkeep left the table, and compacted, beside a table made of"
              + " what is left.")
  private boolean churn;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "An empty folder for the indexes, and to keep them; by default one that is deleted.")
  private @Nullable Path folder;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    AnnBench bench =
        ServiceLoader.load(AnnBench.class)
            .findFirst()
            .orElseThrow(() ->
                new InvalidRequest(
                    "pilum-bench is not on the class path; run ./pilum bench ann in a checkout"
                        + " of Pilum's sources"));
    try (ScratchFolder scratch = ScratchFolder.at(folder)) {
      show(run(bench, scratch.path()));
    }
  }

  private List<Row> run(AnnBench bench, Path scratch) {
    if (churn && !selectivities.isEmpty()) {
      throw new InvalidRequest(
          "--churn and --filter-selectivity measure different tables; give one");
    }
    if (churn) {
      return bench.runChurn(churnRequest(scratch), options.err());
    }
    return selectivities.isEmpty()
        ? bench.run(request(scratch), options.err())
        : bench.runFilters(filterRequest(scratch), options.err());
  }

  private AnnRequest request(Path scratch) {
    return new AnnRequest(
        String.valueOf(base),
        VectorFile.readFloats(given(base, "--base")),
        VectorFile.readFloats(given(query, "--query")),
        VectorFile.readInts(given(truth, "--truth")),
        metric,
        codes,
        peers,
        breadths,
        threads,
        rounds,
        scratch);
  }

  private FilterRequest filterRequest(Path scratch) {
    return new FilterRequest(
        String.valueOf(base),
        VectorFile.readFloats(given(base, "--base")),
        VectorFile.readFloats(given(query, "--query")),
        metric,
        selectivities,
        rounds,
        scratch);
  }

  private ChurnRequest churnRequest(Path scratch) {
    return new ChurnRequest(
        String.valueOf(base),
        VectorFile.readFloats(given(base, "--base")),
        VectorFile.readFloats(given(query, "--query")),
        metric,
        breadths,
        scratch);
  }

  private static Path given(@Nullable Path file, String option) {
    if (file == null) {
      throw new InvalidRequest("recall needs a truth; give it with " + option);
    }
    return file;
  }

  private void show(List<Row> lines) {
    if (options.format() == Format.JSON) {
      lines.forEach(options.output()::record);
    } else {
      options.output().rows(List.copyOf(lines.getFirst().keySet()), lines);
    }
  }
}
