package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions by number, tag and time: read, named, restored, compared, given up. */
class VersionsTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("n", Types.int32())
          .text("body")
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir Path folder;
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    table = database.createTableIfAbsent("docs", SCHEMA);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void onlyTheNewestVersionIsKeptUnlessMoreIsAskedFor() {
    put("a", 1);
    put("a", 2);
    assertThat(numbers()).containsExactly(2L);
    assertThat(table.retention()).isEqualTo(Retention.NEWEST);
    assertThatThrownBy(() -> table.checkout(1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("version 1 is not kept: the oldest one that can be read is 2");
    try (Snapshot newest = table.checkout(2)) {
      assertThat(newest.get("a")).containsEntry("n", 2);
    }
  }

  @Test
  void optimizeLeavesNoFileFromBefore() {
    for (int round = 0; round < 2; round++) {
      int from = round;
      table.upsert(IntStream.range(0, 2_000).mapToObj(i -> row("a" + i, from + i)).toList());
      table.flush();
    }
    table.optimize();
    TableStats stats = table.stats();
    assertThat(stats.segments()).hasSize(1);
    TableStats.SegmentStats segment = stats.segments().getFirst();
    assertThat(stats.diskBytes()).isLessThan(segment.dataBytes() + segment.indexBytes() + 8_192);
    assertThat(stats.rows()).isEqualTo(2_000);
  }

  @Test
  void everyKindOfReadAnswersAsItDidThen() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    put("b", 2);
    put("a", 3);
    table.delete("b");
    table.flush();
    put("c", 4);
    try (Snapshot second = table.checkout(2)) {
      assertThat(second.version()).isEqualTo(2);
      assertThat(second.count()).isEqualTo(2);
      assertThat(second.get("a")).containsEntry("n", 1);
      assertThat(second.exists("b")).isTrue();
      assertThat(second.exists("c")).isFalse();
      assertThat(second.count("n >= 2")).isEqualTo(1);
      assertThat(second.search("v", new float[] {3, 0}).limit(1).hits().getFirst().row())
          .containsEntry("id", "b");
      assertThat(second.searchText("body", "word3").hits()).isEmpty();
      assertThat(second.searchText("body", "word1").hits().getFirst().row())
          .containsEntry("id", "a");
    }
  }

  @Test
  void versionsSayWhenAndWhat() {
    Instant before = Instant.now().minusMillis(1);
    table.setRetention(Retention.ALL);
    put("a", 1);
    table.upsert(List.of(row("a", 2), row("b", 2)));
    table.deleteWhere("n = 2");
    Instant after = Instant.now();
    List<Version> versions = table.versions();
    assertThat(versions).extracting(Version::number).containsExactly(1L, 2L, 3L);
    assertThat(versions).extracting(Version::rowsWritten).containsExactly(1L, 2L, 0L);
    assertThat(versions).extracting(Version::rowsRemoved).containsExactly(0L, 1L, 2L);
    assertThat(versions).extracting(Version::committedAt).isSorted();
    assertThat(versions).allMatch(v -> !v.committedAt().isBefore(before.minusMillis(1)));
    assertThat(versions).allMatch(v -> !v.committedAt().isAfter(after));
    for (Instant late : List.of(after, Instant.ofEpochMilli(Long.MAX_VALUE), Instant.MAX)) {
      try (Snapshot then = table.checkout(late)) {
        assertThat(then.version()).isEqualTo(3);
      }
    }
    assertThatThrownBy(() -> table.checkout(Instant.MIN)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> table.checkout(before.minusSeconds(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("no version is known of");
  }

  @Test
  void aTagKeepsAVersionThroughMergesAndReopening() {
    put("a", 1);
    assertThat(table.tag("first")).isEqualTo(1);
    for (int n = 2; n < 20; n++) {
      put("a", n);
      table.flush();
    }
    table.optimize();
    reopen();
    assertThat(table.tags()).isEqualTo(Map.of("first", 1L));
    try (Snapshot first = table.checkout("first")) {
      assertThat(first.get("a")).containsEntry("n", 1);
    }
    assertThat(table.stats().segments().getFirst().rows()).as("only those needed").isEqualTo(2);
    assertThat(table.versions().getFirst().tags()).containsExactly("first");
    assertThatThrownBy(() -> table.checkout("frist"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("did you mean 'first'");
    table.deleteTag("first");
    table.optimize();
    assertThat(table.stats().segments().getFirst().rows()).isEqualTo(1);
    assertThatThrownBy(() -> table.checkout(1)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void aTagIsGivenOnce() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    table.tag("one");
    put("a", 2);
    assertThatThrownBy(() -> table.tag("one"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("tag 'one' is that of version 1; delete it first");
    table.tag("one", 1);
    assertThatThrownBy(() -> table.tag("two", 3)).hasMessageContaining("no version 3 yet");
    assertThatThrownBy(() -> table.tag("")).hasMessageContaining("1 to 64 characters");
    put("a", 3);
    assertThat(table.get("a")).as("refusals leave the table writable").containsEntry("n", 3);
  }

  @Test
  void restoringIsANewVersionThatCanBeUndone() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    put("b", 1);
    put("a", 2);
    table.delete("b");
    put("c", 1);
    WriteResult restored = table.restore(2);
    assertThat(restored.version()).isEqualTo(6);
    assertThat(restored.rowsWritten()).isEqualTo(2);
    assertThat(restored.rowsRemoved()).isEqualTo(2);
    assertThat(table.get("a")).containsEntry("n", 1);
    assertThat(table.exists("c")).isFalse();
    assertThat(table.search("v", new float[] {1, 0}).limit(5).hits()).hasSize(2);
    assertThat(table.restore(6).version()).as("no difference, no commit").isEqualTo(6);
    table.restore(5);
    assertThat(table.get("a")).containsEntry("n", 2);
    assertThat(table.count()).isEqualTo(2);
  }

  @Test
  void twoVersionsAreCompared() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    put("b", 1);
    put("c", 1);
    put("b", 2);
    table.delete("c");
    put("d", 1);
    VersionDiff diff = table.diff(3, 6);
    assertThat(diff.added()).extracting(row -> row.get("id")).containsExactly("d");
    assertThat(diff.replaced()).extracting(row -> row.get("n")).containsExactly(2);
    assertThat(diff.deleted()).extracting(row -> row.get("id")).containsExactly("c");
    VersionDiff back = table.diff(6, 3);
    assertThat(back.added()).extracting(row -> row.get("id")).containsExactly("c");
    assertThat(back.deleted()).extracting(row -> row.get("id")).containsExactly("d");
  }

  @Test
  void aRetentionGivesUpWhatItDoesNotWant() {
    table.setRetention(Retention.ofVersions(3));
    for (int n = 1; n <= 10; n++) {
      put("a", n);
    }
    table.optimize();
    assertThat(numbers()).containsExactly(8L, 9L, 10L);
    assertThat(table.stats().segments().getFirst().rows()).isEqualTo(3);
    assertThatThrownBy(() -> table.checkout(7))
        .hasMessageContaining("the oldest one that can be read is 8");
    table.setRetention(Retention.ofAge(Duration.ofHours(1)));
    put("a", 11);
    table.optimize();
    assertThat(numbers()).containsExactly(8L, 9L, 10L, 11L);
  }

  @Test
  void whatIsReadStaysWhileItIsRead() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    put("a", 2);
    try (Snapshot first = table.checkout(1)) {
      table.setRetention(Retention.NEWEST);
      table.optimize();
      assertThatThrownBy(() -> table.checkout(1)).isInstanceOf(InvalidRequest.class);
      assertThat(first.get("a")).containsEntry("n", 1);
      assertThat(first.search("v", new float[] {1, 0}).hits()).hasSize(1);
    }
  }

  @Test
  void whoReadsOnlyReadsOldVersionsToo() {
    table.setRetention(Retention.ALL);
    put("a", 1);
    table.flush();
    put("a", 2);
    try (Database reader = Database.openReadOnly(folder)) {
      Table same = reader.openTable("docs");
      assertThat(same.versions()).extracting(Version::number).containsExactly(1L, 2L);
      try (Snapshot first = same.checkout(1)) {
        assertThat(first.get("a")).containsEntry("n", 1);
      }
      assertThatThrownBy(() -> same.tag("no")).hasMessageContaining("read-only");
    }
  }

  private void put(String id, int n) {
    table.upsert(row(id, n));
  }

  private static Row row(String id, int n) {
    return Row.of("id", id, "n", n, "body", "some word" + n, "v", new float[] {n, 0});
  }

  private List<Long> numbers() {
    return table.versions().stream().map(Version::number).toList();
  }

  private void reopen() {
    database.close();
    open();
  }
}
