package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers of changes whose place the table remembers. */
class ChangeFeedTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.utf8()).field("n", Types.int32()).build();

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = new TestDatabase(folder);
    database.get().createTable("docs", SCHEMA);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFeedKeepsWhatItsConsumerHasNotAcknowledged() {
    docs().add(rows(0, 10));
    docs().createFeed("mirror").close();
    docs().delete("k1");
    docs().upsert(rows(5, 8));
    docs().deleteAll(List.of("k5", "k6"));
    database.inEveryPlace(
        "docs",
        reader -> {
          try (ChangeFeed feed = ((Table) reader).feed("mirror")) {
            assertThat(feed.position()).isEqualTo(ChangePosition.after(1));
            assertThat(polled(feed, 100)).containsExactly("k1", "k5", "k6", "k7", "k5", "k6");
            assertThat(feed.poll(100).isEmpty()).isTrue();
          }
        });
  }

  @Test
  void changesAreToldWithTheNewestColumns() {
    docs().createFeed("mirror").close();
    docs().upsert(Row.of("id", "a", "n", 1));
    docs().upsert(Row.of("id", "a", "n", 2));
    docs().alter().add(Field.of("m", Types.int32()), Fill.value(7)).rename("n", "number").apply();
    docs().upsert(Row.of("id", "b", "number", 3, "m", 8));
    database.inEveryPlace(
        "docs",
        reader -> {
          try (ChangeFeed feed = ((Table) reader).feed("mirror")) {
            assertThat(feed.poll(100).changes())
                .extracting(RowChange::row)
                .containsExactly(
                    Row.of("id", "a", "number", 1, "m", null), // gone before m came
                    Row.of("id", "a", "number", 2, "m", 7),
                    Row.of("id", "b", "number", 3, "m", 8));
          }
        });
  }

  @Test
  void whatIsNotAcknowledgedComesAgain() {
    ChangeFeed feed = docs().createFeed("mirror");
    docs().add(rows(0, 5));
    docs().add(rows(5, 10));
    ChangeBatch first = feed.poll(3);
    assertThat(first.end()).isEqualTo(new ChangePosition(0, 3));
    feed.acknowledge(first.end());
    assertThat(polled(feed, 4)).containsExactly("k3", "k4", "k5", "k6");
    feed.close();
    database.reopen();
    try (ChangeFeed again = docs().feed("mirror")) {
      assertThat(again.position()).isEqualTo(new ChangePosition(0, 3));
      assertThat(polled(again, 2)).containsExactly("k3", "k4");
      again.acknowledge(1);
      assertThat(again.status().versionsBehind()).isEqualTo(1);
      assertThat(again.status().oldestUnreadAt()).isNotNull();
      assertThat(polled(again, 100)).containsExactly("k5", "k6", "k7", "k8", "k9");
      again.acknowledge(2);
      assertThat(again.status().oldestUnreadAt()).isNull();
    }
  }

  @Test
  void aConsumerThatKnowsMoreThanItHasSaidGoesOnFromThere() {
    docs().createFeed("mirror").close();
    docs().add(rows(0, 3));
    docs().add(rows(3, 6));
    try (ChangeFeed feed = docs().feed("mirror")) {
      feed.acknowledge(new ChangePosition(1, 1));
      assertThat(polled(feed, 10)).containsExactly("k4", "k5");
      feed.acknowledge(ChangePosition.after(1));
      assertThat(feed.position()).as("nothing goes back").isEqualTo(new ChangePosition(1, 1));
    }
  }

  @Test
  void rowsThatNoFeedWaitsForAreGivenUp() {
    ChangeFeed feed = docs().createFeed("mirror");
    for (int i = 0; i < 20; i++) {
      docs().upsert(rows(0, 50));
    }
    docs().optimize();
    assertThat(rowsOnDisk()).isEqualTo(1_000);
    feed.acknowledge(10);
    docs().optimize();
    assertThat(rowsOnDisk()).as("ten versions to be told").isEqualTo(550);
    docs().dropFeed("mirror");
    docs().optimize();
    assertThat(rowsOnDisk()).isEqualTo(50);
    assertThat(docs().feeds()).isEmpty();
    assertThatThrownBy(() -> feed.poll(1)).hasMessageContaining("there is no feed 'mirror'");
  }

  @Test
  void aFeedBeyondItsLimitIsGivenUpAndToldSo() {
    docs().add(rows(0, 3));
    ChangeFeed feed = docs().createFeed("mirror", 1, Retention.ofVersions(5));
    for (int i = 0; i < 10; i++) {
      docs().upsert(rows(0, 3));
    }
    assertThat(feed.status().lost()).as("until upkeep needs the space").isFalse();
    docs().flush();
    assertThat(feed.status().lost()).isTrue();
    assertThatThrownBy(() -> feed.poll(1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("feed 'mirror' has fallen behind: changes after version 1 are gone")
        .hasMessageContaining("drop the feed, create it again");
    assertThatThrownBy(() -> feed.acknowledge(11)).hasMessageContaining("has fallen behind");
    database.reopen();
    assertThat(docs().stats().feeds()).extracting(FeedStatus::lost).containsExactly(true);
    docs().dropFeed("mirror");
    try (ChangeFeed again = docs().createFeed("mirror")) {
      docs().upsert(rows(0, 1));
      docs().flush();
      assertThat(polled(again, 5)).containsExactly("k0");
    }
  }

  @Test
  void aFeedWithinItsLimitHoldsOn() {
    docs().add(rows(0, 3));
    try (ChangeFeed feed = docs().createFeed("mirror", 1, Retention.ofVersions(5))) {
      for (int i = 0; i < 4; i++) {
        docs().upsert(rows(0, 3));
      }
      docs().optimize();
      assertThat(polled(feed, 100)).hasSize(12);
    }
  }

  @Test
  void twoFeedsDoNotKnowOfEachOther() {
    ChangeFeed first = docs().createFeed("first");
    docs().add(rows(0, 2));
    ChangeFeed second = docs().createFeed("second");
    docs().delete("k0");
    second.acknowledge(2);
    docs().optimize();
    assertThat(polled(first, 9)).containsExactly("k0", "k1", "k0");
    assertThat(polled(second, 9)).isEmpty();
    assertThat(docs().feeds()).extracting(FeedStatus::name).containsExactly("first", "second");
    first.close();
    assertThatThrownBy(() -> first.poll(1)).isInstanceOf(Closed.class);
  }

  @Test
  void namesThatMakeNoSenseAreRefused() {
    docs().createFeed("mirror").close();
    assertThatThrownBy(() -> docs().createFeed("mirror"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("there is a feed 'mirror' already");
    assertThatThrownBy(() -> docs().feed("miror")).hasMessageContaining("did you mean 'mirror'?");
    assertThatThrownBy(() -> docs().dropFeed("x")).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> docs().createFeed("")).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> docs().createFeed("late", 7, Retention.ALL))
        .hasMessageContaining("position 7 is not there yet");
    assertThatThrownBy(() -> docs().feed("mirror").acknowledge(7))
        .hasMessageContaining("position 7 is not there yet");
    ChangePosition last = new ChangePosition(Long.MAX_VALUE, 1);
    assertThatThrownBy(() -> docs().feed("mirror").acknowledge(last))
        .hasMessageContaining("is not there yet");
  }

  @Test
  void aBackupHasNoFeeds() {
    docs().createFeed("mirror").close();
    docs().add(rows(0, 2));
    Path copy = folder.resolveSibling(folder.getFileName() + "-copy");
    database.get().backup(copy);
    try (Database other = Database.open(copy)) {
      assertThat(other.openTable("docs").feeds()).isEmpty();
    }
  }

  private Table docs() {
    return database.table("docs");
  }

  private long rowsOnDisk() {
    return docs().stats().segments().stream().mapToLong(TableStats.SegmentStats::rows).sum();
  }

  private static List<Object> polled(ChangeFeed feed, int most) {
    return feed.poll(most).changes().stream().map(RowChange::key).toList();
  }

  private static List<Row> rows(int from, int end) {
    return IntStream.range(from, end).mapToObj(i -> Row.of("id", "k" + i, "n", i)).toList();
  }
}
