package dev.pilum.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Retention;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which versions a policy wants, and what is known of commits. */
class VersionHistoryTest {
  /** Versions 1 to 10, one a second from 1,000 ms on. */
  private static final CommitHistory TEN = history(10);

  @Test
  void onlyTheNewestVersionStaysUnlessMoreIsWanted() {
    VersionHistory history = VersionHistory.NEWEST.withCommits(TEN);
    assertThat(history.oldestWanted(10, 60_000)).isEqualTo(10);
    assertThat(history.notesDeaths()).isFalse();
  }

  @Test
  void aNumberOfVersionsCountsTheNewest() {
    VersionHistory history = of(Retention.ofVersions(3));
    assertThat(history.oldestWanted(10, 60_000)).isEqualTo(8);
    assertThat(history.oldestWanted(2, 60_000)).isZero();
  }

  @Test
  void anAgeKeepsTheVersionThatWasTheNewestThen() {
    VersionHistory history = of(Retention.ofAge(Duration.ofMillis(3_500)));
    assertThat(history.oldestWanted(10, 10_000)).as("6,500 ms: version 6").isEqualTo(6);
    assertThat(history.oldestWanted(10, 100_000)).isEqualTo(10);
    assertThat(history.oldestWanted(10, 4_000)).as("before the first").isZero();
  }

  @Test
  void whatEitherKeepsStays() {
    VersionHistory history = of(new Retention(7, Duration.ofMillis(500)));
    assertThat(history.oldestWanted(10, 100_000)).isEqualTo(4);
    VersionHistory older = of(new Retention(2, Duration.ofDays(1)));
    assertThat(older.oldestWanted(10, 100_000)).isZero();
  }

  @Test
  void commitsAreFoundByTimeAndNumber() {
    assertThat(TEN.newestAt(999)).isEqualTo(-1);
    assertThat(TEN.newestAt(1_000)).isEqualTo(1);
    assertThat(TEN.newestAt(4_999)).isEqualTo(4);
    assertThat(TEN.newestAt(Long.MAX_VALUE)).isEqualTo(10);
    assertThat(TEN.from(4).firstVersion()).isEqualTo(4);
    assertThat(TEN.from(4).get(7)).isEqualTo(TEN.get(7));
    assertThat(TEN.from(11).count()).isZero();
    assertThat(TEN.upTo(3).count()).isEqualTo(3);
    assertThat(TEN.upTo(0).count()).isZero();
  }

  @Test
  void aClockThatGoesBackDoesNotTakeCommitsAlong() {
    CommitHistory later = TEN.with(new CommitRecord(11, 5, 1, 0));
    assertThat(later.get(11).timeMillis()).isEqualTo(10_000);
  }

  @Test
  void twoThatGoOnFromOneHistoryDoNotSeeEachOther() {
    CommitHistory left = TEN.with(new CommitRecord(11, 11_000, 1, 0));
    CommitHistory right = TEN.with(new CommitRecord(11, 12_000, 2, 0));
    assertThat(left.get(11).rowsWritten()).isEqualTo(1);
    assertThat(right.get(11).rowsWritten()).isEqualTo(2);
    assertThat(TEN.count()).isEqualTo(10);
  }

  @Test
  void aFeedKeepsWhatItsReaderHasNotHadYet() {
    VersionHistory history = withFeeds(feed(4, Retention.ALL), feed(7, Retention.ALL));
    assertThat(history.notesDeaths()).isTrue();
    assertThat(history.oldestWanted(10, 60_000)).isEqualTo(4);
    assertThat(history.since(4).keepsChangesSince(4)).isTrue();
    assertThat(history.since(4).keepsChangesSince(3)).isFalse();
  }

  @Test
  void aFeedBeyondItsLimitKeepsNothing() {
    VersionHistory history =
        withFeeds(feed(4, Retention.ofVersions(6)), feed(8, Retention.ofVersions(3)));
    assertThat(history.oldestWanted(10, 60_000)).isEqualTo(8);
    VersionHistory later = history.since(8);
    assertThat(later.feeds().values()).extracting(later::isLost).containsExactly(true, false);
    VersionHistory all = history.since(10);
    assertThat(all.notesDeaths()).as("both are lost").isFalse();
    assertThat(all.keepsChangesSince(10)).isFalse();
  }

  @Test
  void aFeedMayBeLimitedByTheAgeOfWhatIsUnread() {
    VersionHistory history = withFeeds(feed(4, Retention.ofAge(Duration.ofMillis(3_500))));
    assertThat(history.oldestWanted(10, 8_000)).as("4,500 ms: version 4").isEqualTo(4);
    assertThat(history.oldestWanted(10, 9_000)).as("5,500 ms: version 5").isEqualTo(10);
  }

  private static VersionHistory withFeeds(FeedRecord... feeds) {
    SortedMap<String, FeedRecord> byName = new TreeMap<>();
    for (FeedRecord feed : feeds) {
      byName.put("feed " + byName.size(), feed);
    }
    return of(Retention.NEWEST).withFeeds(byName);
  }

  private static FeedRecord feed(long version, Retention limit) {
    return new FeedRecord(version, 0, limit, 0, 0);
  }

  private static VersionHistory of(Retention retention) {
    return VersionHistory.NEWEST.withRetention(retention).withCommits(TEN);
  }

  private static CommitHistory history(int commits) {
    CommitHistory history = CommitHistory.NONE;
    for (int version = 1; version <= commits; version++) {
      history = history.with(new CommitRecord(version, 1_000L * version, 1, 0));
    }
    return history;
  }
}
