package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A version that had other columns is restored with them. */
class RestoredColumnsTest extends TableToAlter {
  @Test
  void restoringBringsTheColumnsBackThatAVersionHad() {
    addRows(table);
    table.setRetention(Retention.ALL);
    table.createIndex("year", ScalarIndex.ORDERED);
    long before = table.version();
    table.alter().drop("title").rename("day", "date").widen("year", Types.int64()).apply();
    table.alter().add(Field.of("extra", Types.utf8()), Fill.value("x")).apply();
    long between = table.version();
    table.upsert(List.of(Map.of("id", 5L, "v", new float[] {99, 1}, "extra", "new")));
    table.upsert(List.of(Map.of("id", 100L, "v", new float[] {100, 1}, "year", 7L)));
    table.deleteAll(List.of(6L));
    WriteResult restored = table.restore(before);
    assertThat(restored).isEqualTo(new WriteResult(table.version(), 2, 2));
    for (int round = 0; round < 4; round++) {
      assertThat(table.schema().names()).containsExactly("id", "year", "title", "day", "v");
      assertThat(table.count()).isEqualTo(19);
      assertThat(table.get(5L)).containsEntry("year", 2005).containsEntry("title", "word5 shared");
      assertThat(table.get(100L)).isNull();
      assertThat(table.count("year = 2006")).isEqualTo(1);
      assertThat(table.searchText(TextQuery.match("word6")).hits()).hasSize(1);
      assertThat(table.searchText(TextQuery.match("shared")).limit(50).hits()).hasSize(19);
      assertThat(table.indexes()).extracting(ColumnIndex::column).containsExactly("year");
      VersionDiff none = table.diff(before, table.version());
      assertThat(none.columns()).isEqualTo(ColumnDiff.NONE);
      assertThat(none.replaced()).hasSize(2); // written anew
      assertThat(none.added()).isEmpty();
      assertThat(none.deleted()).isEmpty();
      try (Snapshot old = table.checkout(between + 2)) {
        assertThat(old.schema().names()).containsExactly("id", "year", "date", "v", "extra");
        assertThat(old.get(100L)).containsEntry("year", 7L).containsEntry("extra", null);
        assertThat(old.get(5L)).containsEntry("extra", "new");
      }
      switch (round) {
        case 0 -> table.flush();
        case 1 -> reopen();
        default -> table.optimize();
      }
    }
    assertThat(table.versions().getLast().rowsWritten()).isEqualTo(2);
    table.restore(between);
    assertThat(table.get(6L).get("extra")).isEqualTo("x");
    assertThat(table.count()).isEqualTo(19);
  }

  @Test
  void aFeedTellsWhatCameAndWentWithRestoredColumns() {
    addRows(table);
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.alter().drop("title").apply();
    table.deleteAll(List.of(6L));
    table.upsert(List.of(Map.of("id", 100L, "v", new float[] {1, 1})));
    long changed = table.version();
    table.restore(before);
    try (ChangeReader changes = table.changes(changed)) {
      List<RowChange> read = changes.read(10).changes();
      assertThat(read).extracting(RowChange::key).containsExactlyInAnyOrder(100L, 6L);
      assertThat(read).extracting(RowChange::version).containsOnly(table.version());
      for (RowChange change : read) {
        if (change.key().equals(6L)) {
          assertThat(change.kind()).isEqualTo(RowChange.Kind.INSERT);
          assertThat(change.row()).containsEntry("title", "word6 shared");
        } else {
          assertThat(change.kind()).isEqualTo(RowChange.Kind.DELETE);
        }
      }
    }
  }

  @Test
  void rowsWrittenWithoutAColumnAreMergedWhenItHasComeBack() {
    table.setRetention(Retention.ALL);
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    for (long id = 0; id < 5; id++) {
      table.add(List.of(with(row(id), Map.of("c", (int) id))));
    }
    table.flush();
    long before = table.version();
    table.alter().drop("c").apply();
    table.upsert(List.of(row(3), row(8)));
    long between = table.version();
    table.restore(before);
    for (int round = 0; round < 3; round++) {
      assertThat(table.scan().rows()).extracting(row -> row.get("c")).contains(0, 1, 2, 3, 4);
      assertThat(table.count()).isEqualTo(5);
      try (Snapshot old = table.checkout(between)) {
        assertThat(old.schema().has("c")).isFalse();
        assertThat(old.count()).isEqualTo(6);
        assertThat(old.get(8L)).containsEntry("title", "word8 shared");
      }
      if (round == 0) {
        table.optimize();
      } else {
        reopen();
      }
    }
  }

  /** The nulls are in rows that the restored version does not show. */
  @Test
  void aColumnThatMayNotBeNullAnyMoreIsMergedWithTheNullsThatOldVersionsHave() {
    table.setRetention(Retention.ALL);
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    table.add(List.of(with(row(1), Map.of("c", 1))));
    long before = table.version();
    table.alter().allowNulls("c").apply();
    table.upsert(List.of(row(1), row(2)));
    long between = table.version();
    table.restore(before);
    table.optimize();
    assertThat(table.get(1L)).containsEntry("c", 1);
    assertThat(table.count()).isEqualTo(1);
    try (Snapshot old = table.checkout(between)) {
      assertThat(old.get(1L)).containsEntry("c", null);
      assertThat(old.count()).isEqualTo(2);
    }
  }

  @Test
  void columnsThatWereRenamedToAndFroHinderNoRestoring() {
    addRows(table);
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.deleteAll(List.of(1L));
    table.alter().rename("title", "name").apply();
    table.alter().rename("name", "title").apply();
    table.upsert(List.of(Map.of("id", 70L, "v", new float[] {1, 1})));
    assertThat(table.diff(before, table.version()).added()).hasSize(1);
    table.restore(before);
    assertThat(table.exists(70L)).isFalse();
    assertThat(table.get(1L)).containsEntry("title", "word1 shared");
  }

  @Test
  void restoringIsRefusedWhereAVersionIsNotKept() {
    addRows(table);
    long before = table.version();
    table.alter().drop("title").apply();
    assertThatThrownBy(() -> table.restore(before))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("is not kept");
    assertThat(table.schema().has("title")).isFalse();
  }
}
