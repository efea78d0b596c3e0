package dev.pilum.bench;

import dev.pilum.Database;
import dev.pilum.Hit;
import dev.pilum.HybridHit;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.TextHit;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One search for ten documents on disk, by words, by words and vector together, by vector, and by
 * vector among a hundredth of them.
 */
public class DocumentSearchBenchmark extends AverageBenchmark {
  private static final int QUERIES = 256;

  /** Documents in the table, all in one segment. */
  @Param("50000")
  int rowCount;

  private Path folder;
  private Database database;
  private Table table;
  private float[][] vectors;
  private final String[] words = new String[QUERIES];
  private final Filter kind = Filters.eq(GeneratedDocuments.KIND, 7);
  private int next;

  /** Writes the table and draws the queries. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    folder = BenchFolder.create();
    database = Database.open(folder);
    table = database.createTable("documents", GeneratedDocuments.schema());
    GeneratedDocuments.add(table, 0, rowCount);
    table.optimize();
    vectors = GeneratedDocuments.vectors(QUERIES, -1);
    for (int i = 0; i < QUERIES; i++) {
      words[i] = GeneratedDocuments.words(-1 - i, 1 + i % 4);
    }
    check();
  }

  /** Throws unless searches by vector find nearly what exact ones do, and those by words words. */
  private void check() {
    int found = 0;
    for (int i = 0; i < 50; i++) {
      float[] query = vectors[i];
      Set<Object> exact = ids(table.search(GeneratedDocuments.VECTOR, query).limit(10).exact());
      exact.retainAll(ids(table.search(GeneratedDocuments.VECTOR, query).limit(10)));
      found += exact.size();
      String word = words[4 * i]; // one word
      for (TextHit hit : table.searchText(GeneratedDocuments.BODY, word).limit(10).hits()) {
        String body = hit.row().text(GeneratedDocuments.BODY);
        if (body == null || !Arrays.asList(body.split(" ")).contains(word)) {
          throw new IllegalStateException(word + " is not in what was found: " + body);
        }
      }
    }
    if (found < 475) {
      throw new IllegalStateException("only %d of 500 nearest were found".formatted(found));
    }
  }

  private static Set<Object> ids(Search search) {
    return search.hits().stream()
        .map(hit -> Objects.requireNonNull(hit.row().get(GeneratedDocuments.ID)))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Closes and deletes the table. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    database.close();
    BenchFolder.delete(folder);
  }

  /** One to four words. */
  @Benchmark
  public List<TextHit> text() {
    return table
        .searchText(GeneratedDocuments.BODY, words[query()])
        .limit(10)
        .select(GeneratedDocuments.ID)
        .hits();
  }

  /** A vector and one to four words, fused as by default. */
  @Benchmark
  public List<HybridHit> hybrid() {
    int query = query();
    return table
        .search(GeneratedDocuments.VECTOR, vectors[query])
        .text(GeneratedDocuments.BODY, words[query])
        .limit(10)
        .select(GeneratedDocuments.ID)
        .hits();
  }

  /** A vector. */
  @Benchmark
  public List<Hit> vector() {
    return table
        .search(GeneratedDocuments.VECTOR, vectors[query()])
        .limit(10)
        .select(GeneratedDocuments.ID)
        .hits();
  }

  /** A vector, among one document in a hundred. */
  @Benchmark
  public List<Hit> filtered() {
    return table
        .search(GeneratedDocuments.VECTOR, vectors[query()])
        .where(kind)
        .limit(10)
        .select(GeneratedDocuments.ID)
        .hits();
  }

  private int query() {
    next = (next + 1) % QUERIES;
    return next;
  }
}
