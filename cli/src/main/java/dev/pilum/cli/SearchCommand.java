package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Hit;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.cli.input.VectorFile;
import dev.pilum.cli.measure.Latencies;
import dev.pilum.cli.measure.Recall;
import dev.pilum.cli.measure.RowNumbers;
import dev.pilum.cli.measure.SearchTrial;
import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the rows nearest to vectors. */
@Command(
    name = "search",
    sortOptions = false,
    description = {
      "Find the rows nearest to a vector, to each vector of a file, or to a row that is there.",
      "",
      "With --truth nothing is listed: recall and speed are measured, on one thread, after three"
          + " seconds of warm-up."
    },
    footer = {
      "",
      "Examples:",
      "  pilum search quickstart-db abstracts --like 4983",
      "  pilum search db docs --vectors query.fvecs --k 3 --select id,title",
      "  pilum search db docs --vectors query.fvecs --k 10 --truth gt_cos.ivecs --json",
      "  pilum search db points --vector 0.1,0.7,0.2 --exact",
      "  pilum search db docs --like 4983 --where \"lang = :lang\" --param lang=en"
    })
final class SearchCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  /** Where the query vectors come from. */
  static final class Queries {
    @Option(
        names = "--vectors",
        paramLabel = "FILE",
        description = "Query vectors in fvecs format.")
    private @Nullable Path file;

    @Option(
        names = "--vector",
        paramLabel = "NUMBERS",
        split = ",",
        description = "One query vector, its coordinates separated by commas; bits as 0 and 1.")
    private float @Nullable [] single;

    @Option(
        names = {"--like", "--text-of"},
        paramLabel = "KEY",
        description = "The vector of the row with this key; that row itself is left out.")
    private @Nullable String like;
  }

  @ArgGroup(multiplicity = "1")
  private Queries queries = new Queries();

  @Option(
      names = {"-k", "--k"},
      paramLabel = "K",
      description = "How many rows to find; ${DEFAULT-VALUE} by default.")
  private int k = 10;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The vector column; may be left out when there is only one.")
  private @Nullable String column;

  @Option(
      names = "--within",
      paramLabel = "DISTANCE",
      description = "Find only rows at most this far away (squared for the metric l2).")
  private @Nullable Float within;

  @Option(names = "--exact", description = "Compare with every row: slower, recall 1.")
  private boolean exact;

  @Option(
      names = "--ef",
      paramLabel = "N",
      description = "Candidates to keep while walking the graph: more is slower and finds more.")
  private @Nullable Integer ef;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description =
          "Find on average this share of the nearest rows, such as 0.95; goes before --ef.")
  private @Nullable Double recall;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "True row numbers of each query in ivecs format: measure recall and speed.")
  private @Nullable Path truth;

  @Option(names = "--explain", description = "Show how the search would run instead of running it.")
  private boolean explain;

  @Mixin private WhereOption where = new WhereOption();
  @Mixin private SelectOption select = new SelectOption();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openReadOnly()) {
      Table chosen = table.in(db);
      String vectors = VectorColumns.choose(chosen.schema(), column);
      if (queries.like != null) {
        listLike(chosen, vectors, queries.like);
        return;
      }
      float[][] wanted =
          queries.file == null
              ? new float[][] {queries.single}
              : VectorFile.readFloats(queries.file);
      if (explain) {
        options.out().println(search(chosen, vectors, wanted[0]).explain());
      } else if (truth == null) {
        list(chosen, vectors, wanted);
      } else {
        measure(chosen, vectors, wanted, VectorFile.readInts(truth));
      }
    }
  }

  private Search search(Table chosen, String vectors, float[] query) {
    return refined(chosen.search(vectors, query));
  }

  private Search refined(Search all) {
    Search nearest = where.in(all).limit(k);
    Search search = within == null ? nearest : nearest.within(within);
    if (exact) {
      return search.exact();
    }
    if (recall != null) {
      return search.recallTarget(recall);
    }
    return ef == null ? search : search.ef(ef);
  }

  private void list(Table chosen, String vectors, float[][] wanted) {
    List<String> columns = select.columnsOr(VectorColumns.others(chosen.schema()));
    HitRows rows = new HitRows(columns);
    for (float[] query : wanted) {
      rows.add(search(chosen, vectors, query).select(columns.toArray(String[]::new)).hits());
    }
    rows.show(options.output());
  }

  private void listLike(Table chosen, String vectors, String keyText) {
    Object key = Keys.parse(chosen.schema(), keyText);
    Row row = chosen.get(key);
    Object vector = row == null ? null : row.get(vectors);
    if (vector == null) {
      throw new InvalidRequest(
          "table '%s' has no row with the key '%s' and a vector in '%s'"
              .formatted(chosen.name(), keyText, vectors));
    }
    List<String> columns = select.columnsOr(VectorColumns.others(chosen.schema()));
    String keyColumn = String.valueOf(chosen.schema().key());
    List<String> withKey = new ArrayList<>(columns);
    if (!columns.contains(keyColumn)) {
      withKey.addFirst(keyColumn);
    }
    List<Hit> hits =
        refined(like(chosen, vectors, vector))
            .limit(k + 1)
            .select(withKey.toArray(String[]::new))
            .hits();
    HitRows rows = new HitRows(columns);
    rows.add(hits.stream().filter(hit -> !key.equals(hit.row().get(keyColumn))).limit(k).toList());
    rows.show(options.output());
  }

  private static Search like(Table chosen, String vectors, Object vector) {
    return switch (vector) {
      case byte[] stored -> chosen.search(vectors, stored);
      case float[] coordinates -> chosen.search(vectors, coordinates);
      case List<?> several when several.stream().allMatch(v -> v instanceof float[]) ->
          chosen.search(vectors, several.toArray(new float[0][]));
      default -> throw new InvalidRequest("column '" + vectors + "' cannot be searched by a row");
    };
  }

  private void measure(Table chosen, String vectors, float[][] wanted, int[][] trueRows) {
    RowNumbers numbers = new RowNumbers(chosen);
    String key = String.valueOf(chosen.schema().key());
    SearchTrial trial =
        new SearchTrial(query -> search(chosen, vectors, query).select(key), wanted);
    trial.run();
    Latencies latencies = trial.latencies();
    options
        .output()
        .record(
            Row.of(
                "recall",
                Recall.at(k, trueRows, trial.answers(), numbers),
                "qps",
                (double) Math.round(latencies.perSecond()),
                "p50Micros",
                latencies.percentileMicros(50),
                "p99Micros",
                latencies.percentileMicros(99),
                "rows",
                chosen.count(),
                "queries",
                wanted.length,
                "k",
                k,
                "exact",
                exact,
                "ef",
                ef));
  }
}
