package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.HybridSearch;
import dev.pilum.RankedQuery;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.TextSearch;
import dev.pilum.cli.measure.Latencies;
import dev.pilum.cli.measure.Recall;
import dev.pilum.cli.measure.RowNumbers;
import dev.pilum.cli.measure.SearchTrial;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.formats.vector.VectorFile;
import dev.pilum.fts.TextQuery;
import dev.pilum.fts.TextQueryParser;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the rows nearest to vectors, matching a text, or both. */
@Command(
    name = "search",
    sortOptions = false,
    description = {
      "Find the rows nearest to a vector, to each vector of a file, or to a row that is there; or"
          + " whose text matches; or, given both, those that are best by both.",
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
      "  pilum search db docs --like 4983 --where \"lang = :lang\" --param lang=en",
      "  pilum search db docs --text 'heart \"blood pressure\" -mice' --explain",
      "  pilum search db docs --text \"heart\" --like 4983   (hybrid)"
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

  @ArgGroup private Queries queries = new Queries();

  @Option(
      names = "--text",
      paramLabel = "WORDS",
      description = {
        "Words to find in the table's text columns. \"a phrase\", +must, -not, pre*, column:word,",
        "(a OR b) mean what they do elsewhere. With a vector: hybrid search."
      })
  private @Nullable String text;

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

  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    checkUsage();
    try (Database db = table.openReadOnly()) {
      Table chosen = table.in(db);
      if (text != null && !hasVector()) {
        listTexts(chosen, text);
        return;
      }
      String vectors = VectorColumns.choose(chosen.schema(), column);
      if (queries.like != null) {
        listLike(chosen, vectors, queries.like);
      } else {
        byVectors(chosen, vectors);
      }
    }
  }

  private boolean hasVector() {
    return queries.file != null || queries.single != null || queries.like != null;
  }

  private void checkUsage() {
    boolean aboutVectors =
        exact || ef != null || recall != null || within != null || column != null || truth != null;
    if (!hasVector() && text == null) {
      throw Usage.wrong(
          command, "nothing to search for: give --vector, --vectors, --like or --text");
    }
    if (!hasVector() && aboutVectors) {
      throw Usage.wrong(
          command,
          "--column, --within, --exact, --ef, --recall and --truth need a vector: give --vector,"
              + " --vectors or --like");
    }
    if (truth != null && (text != null || queries.file == null)) {
      throw Usage.wrong(
          command, "--truth measures the vectors of --vectors alone: leave the others out");
    }
  }

  private void byVectors(Table chosen, String vectors) {
    float[][] wanted =
        queries.file == null ? new float[][] {queries.single} : VectorFile.readFloats(queries.file);
    if (truth == null) {
      list(chosen, Arrays.stream(wanted).map(query -> search(chosen, vectors, query)).toList());
    } else {
      measure(chosen, vectors, wanted, VectorFile.readInts(truth));
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

  /** Lists what searches find, by themselves or with text beside; or how the first would run. */
  private void list(Table chosen, List<Search> searches) {
    List<String> columns = select.columnsOr(VectorColumns.others(chosen.schema()));
    String[] names = columns.toArray(String[]::new);
    List<String> shown = SelectOption.names(columns);
    TextQuery words = text == null ? null : words(chosen, text);
    if (words == null) {
      List<Search> selected = searches.stream().map(search -> search.select(names)).toList();
      show(selected, HitRows.ofVectors(shown), HitRows::add);
    } else {
      List<HybridSearch> both =
          searches.stream().map(search -> search.text(words).select(names)).toList();
      show(both, HitRows.ofHybrids(shown), HitRows::addHybrids);
    }
  }

  private void listTexts(Table chosen, String wanted) {
    List<String> columns = select.columnsOr(VectorColumns.others(chosen.schema()));
    TextSearch search =
        where
            .in(chosen.searchText(words(chosen, wanted)))
            .limit(k)
            .select(columns.toArray(String[]::new));
    show(List.of(search), HitRows.ofTexts(SelectOption.names(columns)), HitRows::addTexts);
  }

  private <H> void show(
      List<? extends RankedQuery<H>> searches, HitRows rows, BiConsumer<HitRows, List<H>> add) {
    if (explain) {
      options.out().println(searches.getFirst().explain());
      return;
    }
    searches.forEach(search -> add.accept(rows, search.hits()));
    rows.show(options.output());
  }

  private static TextQuery words(Table chosen, String wanted) {
    List<String> columns =
        chosen.schema().fields().stream()
            .filter(field -> field.textAnalysis() != null)
            .map(Field::name)
            .toList();
    return TextQueryParser.parse(wanted, columns);
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
    // The row itself never matches, so that k others are found.
    Filter others = Filters.ne(String.valueOf(chosen.schema().key()), key);
    list(chosen, List.of(refined(like(chosen, vectors, vector)).where(others)));
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
