package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many searches at once, by comparison with the same searches one by one. */
class SearchAllTest {
  private static final int ROWS = 3_000;
  private static final int DIMENSION = 12;

  @TempDir private Path folder;
  private TestDatabase test;
  private Table table;

  @BeforeEach
  void open() {
    test = new TestDatabase(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000));
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("n", Types.int32())
            .text("words")
            .vector("v", DIMENSION, Metric.L2)
            .build();
    table = test.get().createTable("t", schema);
    table.add(rows(0, 2_000));
    table.flush();
    table.add(rows(2_000, 2_500));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(2_500, ROWS));
    table.delete(77L);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void manySearchesGiveWhatEachGivesAloneInTheirOrder() {
    test.inEveryPlace(
        "t",
        reader -> {
          List<Search> searches = mixed(reader, 500);
          List<SearchResult<Hit>> results = reader.searchAll(searches);
          assertThat(results).hasSize(searches.size());
          for (int i = 0; i < searches.size(); i++) {
            assertThat(results.get(i).hits()).as("search %d", i).isEqualTo(searches.get(i).hits());
          }
        });
  }

  @Test
  void textAndHybridSearchesRunBesideThoseOfVectors() {
    test.inEveryPlace(
        "t",
        reader -> {
          List<RankedQuery<? extends Record>> searches = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            Search nearest = nearest(reader, i).where("n % 3 = 0").select("id", "words");
            searches.add(nearest);
            searches.add(
                reader.searchText("words", "w" + i % 7 + " often").where("n % 3 = 0").select("id"));
            searches.add(nearest.text("words", "w" + i % 11).limit(5));
          }
          List<SearchResult<Record>> results = reader.searchAll(searches);
          for (int i = 0; i < searches.size(); i++) {
            assertThat(results.get(i).hits())
                .as("search %d", i)
                .isNotEmpty()
                .containsExactlyElementsOf(searches.get(i).hits());
          }
        });
  }

  @Test
  void oneKindOfSearchGivesItsOwnHits() {
    List<SearchResult<TextHit>> texts =
        table.searchAll(List.of(table.searchText("words", "w1"), table.searchText("words", "w2")));
    assertThat(texts.getLast().hits().getFirst().row().text("words")).contains("w2");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> table.searchAll(List.of(new Foreign())))
        .withMessageContaining("search 0 of 1");
  }

  /** A query that no table made. */
  private static final class Foreign implements RankedQuery<Hit> {
    @Override
    public List<Hit> hits() {
      return List.of();
    }

    @Override
    public Plan explain() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Plan explainAnalyze() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RankedQuery<Hit> rerank(int candidates, Reranker<Hit> reranker) {
      return this;
    }
  }

  @Test
  void noSearchesGiveNoResults() {
    assertThat(table.searchAll(List.of())).isEmpty();
  }

  @Test
  void aSearchThatFailsLeavesTheOthersTheirHitsAndSaysWhy() {
    List<Search> searches =
        List.of(
            nearest(table, 1),
            nearest(table, 2).where(eq("yeer", 1)),
            nearest(table, 3),
            nearest(table, 4).where(eq("yeer", 1)),
            nearest(table, 5).where(lt("n", 4)));
    List<SearchResult<Hit>> results = table.searchAll(searches);
    for (int failing : new int[] {1, 3}) {
      assertThat(results.get(failing)).isInstanceOf(SearchResult.Failed.class);
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> results.get(failing).hits())
          .withMessageContaining("'yeer'");
    }
    for (int fine : new int[] {0, 2, 4}) {
      assertThat(results.get(fine)).isInstanceOf(SearchResult.Found.class);
      assertThat(results.get(fine).hits()).isEqualTo(searches.get(fine).hits());
    }
  }

  @Test
  void allSearchesSeeOneVersionWhileRowsComeAndGo() {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Phaser running = new Phaser(2);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (long round = 0; running.getPhase() == 0; round++) {
                  // One commit moves a point; a version that shows it twice or never is a mixture.
                  table.upsert(rows(Math.toIntExact(round % 50), Math.toIntExact(round % 50) + 1));
                }
              } catch (RuntimeException | Error e) {
                failure.set(e);
              }
            });
    try {
      for (int round = 0; round < 20; round++) {
        List<Search> same = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          same.add(nearest(table, 1).select("id").limit(ROWS).exact().where(lt("n", 50)));
        }
        List<SearchResult<Hit>> results = table.searchAll(same);
        assertThat(results.getFirst().hits()).hasSize(50);
        assertThat(results).allMatch(result -> result.equals(results.getFirst()));
      }
    } finally {
      running.arrive();
      running.arrive();
      join(writer);
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  void aSnapshotAnswersSearchesOfItsTableAsOfItsVersion() {
    List<Search> searches = List.of(nearest(table, 8).exact().limit(ROWS).select("id"));
    try (Snapshot snapshot = table.snapshot()) {
      table.deleteWhere(ge("n", 10));
      assertThat(snapshot.searchAll(searches).getFirst().hits()).hasSize(ROWS - 1);
      assertThat(table.searchAll(searches).getFirst().hits()).hasSize(10);
      assertThat(table.searchAll(List.of(nearest(snapshot, 9).exact())))
          .allMatch(result -> result.hits().size() == 10);
    }
  }

  @Test
  void aSearchThatWasMadeForOtherColumnsFailsAlone() {
    List<RankedQuery<? extends Record>> searches = new ArrayList<>();
    Search before = table.search("v", vector(1)).select("id", "words");
    searches.add(before);
    searches.add(before.text("words", "often"));
    searches.add(table.searchText("words", "often").rerank(10, hits -> new float[hits.size()]));
    table.alter().drop("n").add(Field.of("later", Types.utf8())).apply();
    searches.add(table.search("v", vector(1)).select("id", "words"));
    List<SearchResult<Record>> results = table.searchAll(searches);
    for (SearchResult<Record> made : results.subList(0, 3)) {
      assertThatExceptionOfType(Conflict.class)
          .isThrownBy(made::hits)
          .withMessageContaining("made for other columns")
          .withMessageContaining("make it again");
    }
    assertThat(results.getLast().hits()).hasSize(10);
  }

  @Test
  void aSearchOfAnotherTableIsRefusedByItsPlace() {
    Table other = test.get().createTable("other", table.schema());
    List<Search> searches = List.of(nearest(table, 1), nearest(other, 1));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> table.searchAll(searches))
        .withMessageContaining("search 1 of 2");
  }

  @Test
  void aClosedSnapshotAnswersNoSearches() {
    Snapshot snapshot = table.snapshot();
    snapshot.close();
    assertThatExceptionOfType(Closed.class)
        .isThrownBy(() -> snapshot.searchAll(List.of(nearest(table, 1))));
  }

  @Test
  void anInterruptEndsTheCallAndStaysSet() {
    List<Search> searches = mixed(table, 50);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> table.searchAll(searches));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(table.searchAll(searches)).hasSize(50);
  }

  /** Returns searches with and without filters, limits, radii, exact and not. */
  private static List<Search> mixed(Reader reader, int count) {
    List<Search> searches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Search search = nearest(reader, i).limit(1 + i % 30);
      searches.add(
          switch (i % 6) {
            case 0 -> search.where(lt("n", 900));
            case 1 -> search.where(lt("n", 900)).exact();
            case 2 -> search.where(ge("n", i)).offset(3);
            case 3 -> search.within(900f + i);
            case 4 -> search.metric(Metric.COSINE).select("n");
            default -> search;
          });
    }
    return searches;
  }

  private static Search nearest(Reader reader, int i) {
    return reader.search("v", vector(100_000 + i)).select("id", "n");
  }

  private static List<Row> rows(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String words = i % 2 == 0 ? "often w" + i % 13 : "w" + i % 17;
      rows.add(Row.of("id", (long) i, "n", i, "words", words, "v", vector(i)));
    }
    return rows;
  }

  private static float[] vector(int seed) {
    Random random = new Random(seed);
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (10 * random.nextGaussian());
    }
    return vector;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
