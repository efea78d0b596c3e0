package dev.pilum.testkit.table;

import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.like;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.Order;
import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.Table;
import dev.pilum.TextSearch;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that run out of time, by a clock that goes on when looked at, or are interrupted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutTest {
  private static final int ROWS = 40_000;
  private static final float[] QUERY = {1, 2};
  private static final Duration LONG = Duration.ofDays(1);

  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).text("name").vector("v", 2, Metric.L2).build();

  private final TickingEnv env = new TickingEnv(SimulatedEnv.inline(new SimulatedFileStore(1), 1));
  private Database database;
  private Table table;

  @BeforeAll
  void fill() {
    database = Database.open(env, DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000));
    table = database.createTable("t", SCHEMA);
    table.add(rows(0, 3_000));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(3_000, ROWS));
    table.search("v", QUERY).hits(); // begins the warm-up, which looks at the clock too
  }

  @AfterEach
  void check() {
    Thread.interrupted();
    TableInvariants.check(table);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static Batch rows(int from, int to) {
    long[] ids = new long[to - from];
    String[] names = new String[to - from];
    float[] coordinates = new float[2 * (to - from)];
    for (int i = from; i < to; i++) {
      ids[i - from] = i;
      names[i - from] = "row " + i;
      coordinates[2 * (i - from)] = i % 200;
      int line = i / 200;
      coordinates[2 * (i - from) + 1] = line;
    }
    return new BatchBuilder(SCHEMA)
        .longs("id", ids)
        .strings("name", names)
        .vectors("v", coordinates)
        .build();
  }

  @Test
  void anExactSearchGivesUpWhereItsTimeEnds() {
    givesUpEverywhere(limit -> table.search("v", QUERY).exact().timeout(limit).hits(), 8);
  }

  @Test
  void aSearchWhereNothingIsGivesUpToo() {
    Table empty = database.createTable("empty", SCHEMA);
    assertThat(empty.search("v", QUERY).timeout(LONG).hits()).isEmpty();
    assertThatThrownBy(() -> empty.search("v", QUERY).timeout(Duration.ofNanos(1)).hits())
        .isInstanceOf(Cancelled.class);
  }

  @Test
  void aWalkThroughAGraphGivesUpWhereItsTimeEnds() {
    Search wide = table.search("v", QUERY).ef(2_000);
    assertThat(wide.explain().toString()).contains("graph");
    givesUpEverywhere(limit -> wide.timeout(limit).hits(), 25);
  }

  @Test
  void aFilteredSearchGivesUpWhereItsTimeEnds() {
    givesUpEverywhere(
        limit -> table.search("v", QUERY).where(like("name", "%7")).timeout(limit).hits(), 6);
  }

  @Test
  void aScanGivesUpWhereItsTimeEnds() {
    givesUpEverywhere(limit -> table.scan().select("id").timeout(limit).rows(), 100);
    givesUpEverywhere(limit -> table.scan().select("id").timeout(limit).batch(), 100);
    givesUpEverywhere(
        limit -> table.scan().orderBy(Order.descending("id")).limit(5).timeout(limit).rows(), 100);
    givesUpEverywhere(limit -> table.scan().timeout(limit).groupCount("name"), 100);
    givesUpEverywhere(limit -> table.scan().where(like("name", "%77")).timeout(limit).rows(), 3);
  }

  @Test
  void aTextSearchGivesUpWhereItsTimeEnds() {
    givesUpEverywhere(limit -> table.searchText("name", "row").timeout(limit).hits(), 4);
    TextSearch filtered = table.searchText("name", "row").where(ge("id", 10L)).limit(2_000);
    givesUpEverywhere(limit -> filtered.timeout(limit).hits(), 12);
  }

  @Test
  void aHybridSearchGivesUpInEitherLeg() {
    Search vectors = table.search("v", QUERY).limit(1_000);
    givesUpEverywhere(limit -> vectors.text("name", "row").timeout(limit).hits(), 15);
    givesUpEverywhere(limit -> vectors.timeout(limit).text("name", "row").hits(), 15);
  }

  @Test
  void explainingAQueryGivesUpWhereItsTimeEnds() {
    Search search = table.search("v", QUERY).where(like("name", "%7"));
    givesUpEverywhere(limit -> search.timeout(limit).explain(), 3);
    givesUpEverywhere(limit -> search.text("name", "row").timeout(limit).explain(), 3);
  }

  /** The query looks at least so often, gives up at whichever look is one too many, or answers. */
  private void givesUpEverywhere(Consumer<Duration> query, int leastLooks) {
    long before = env.looks();
    query.accept(LONG);
    long looks = env.looks() - before - 1; // the first one starts the time
    assertThat(looks).isGreaterThanOrEqualTo(leastLooks);
    for (long millis = 1; millis <= looks; millis += Math.max(1, looks / 7)) {
      Duration limit = Duration.ofMillis(millis);
      assertThatThrownBy(() -> query.accept(limit))
          .isInstanceOfSatisfying(
              Cancelled.class, e -> assertThat(e.reason()).isEqualTo(Cancelled.Reason.TIMEOUT))
          .hasMessageContaining("give it more time");
      assertThat(env.looks() - before).as("looks after the last").isLessThan(1_000_000);
    }
    query.accept(Duration.ofMillis(looks + 1));
  }

  @Test
  void theTableAnswersAsBeforeOnceQueriesHaveGivenUp() {
    Search search = table.search("v", QUERY).select("id").ef(500).limit(50);
    var expected = search.hits();
    for (int millis = 1; millis < 9; millis++) {
      Search brief = search.timeout(Duration.ofMillis(millis));
      assertThatThrownBy(brief::hits).isInstanceOf(Cancelled.class);
      assertThat(search.hits()).isEqualTo(expected);
    }
    table.delete(39_000L);
    assertThat(table.count()).isEqualTo(ROWS - 1);
    table.add(rows(39_000, 39_001));
  }

  @Test
  void aSearchThatGivesUpTakesNoOtherOfItsBatchAlong() {
    Search search = table.search("v", QUERY).select("id").exact().where(like("name", "%5%"));
    List<SearchResult<Hit>> results =
        table.searchAll(
            List.of(search.timeout(Duration.ofMillis(2)), search, search.timeout(LONG)));
    assertThat(results.get(0)).isInstanceOf(SearchResult.Failed.class);
    var expected = new SearchResult.Found<>(search.hits());
    assertThat(results.subList(1, 3)).containsExactly(expected, expected);
  }

  @Test
  void anInterruptedThreadGetsNoAnswerAndStaysInterrupted() {
    interrupted(() -> table.search("v", QUERY).hits());
    interrupted(() -> table.search("v", QUERY).exact().timeout(LONG).hits());
    interrupted(() -> table.scan().rows());
    interrupted(() -> table.searchText("name", "row").hits());
    interrupted(() -> table.search("v", QUERY).text("name", "row").hits());
    interrupted(() -> table.measureRecall("v", 5));
    interrupted(() -> table.count(ge("id", 5L)));
    interrupted(() -> table.deleteWhere(ge("id", 5L)));
    interrupted(() -> table.updateWhere(ge("id", 5L), Map.of("name", "none")));
    assertThat(table.count()).isEqualTo(ROWS);
    assertThat(table.count(ge("id", 39_990L).and(like("name", "row%")))).isEqualTo(10);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> table.searchAll(List.of(table.search("v", QUERY))))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(table.search("v", QUERY).hits()).hasSize(10);
  }

  private static void interrupted(ThrowingCallable query) {
    Thread.currentThread().interrupt();
    Cancelled thrown = catchThrowableOfType(Cancelled.class, query);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown.reason()).isEqualTo(Cancelled.Reason.INTERRUPTED);
    assertThat(thrown.code()).isEqualTo("CANCELLED");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void noTimeAtAllIsRefused(long seconds) {
    Duration none = Duration.ofSeconds(seconds);
    assertThatThrownBy(() -> table.search("v", QUERY).timeout(none))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> table.scan().timeout(none)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void moreTimeThanCanBeMeasuredIsForEver() {
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(table.search("v", QUERY).timeout(ages).hits()).hasSize(10);
  }
}
