package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Alteration;
import dev.pilum.Database;
import dev.pilum.Fill;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors of a table whose columns have changed since they were mirrored. */
class ChangedColumnsTest {
  @TempDir Path folder;
  @AutoClose private final PgSchema pg = PgSchema.create();
  @AutoClose private Database db;
  private Table table;
  private PgMirror mirror;

  @BeforeEach
  void mirrorOnce() {
    db = Database.open(folder);
    table =
        db.createTable(
            "docs",
            Schema.builder()
                .key("id", Types.int64())
                .field("size", Types.int32())
                .field("words", Types.utf8())
                .build());
    mirror = pg.mirror(pg.table("docs"));
    mirror.mirror(table, MirrorStrategy.FULL);
    table.upsert(List.of(row(1, 10), row(2, 20)));
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
  }

  private static Row row(long id, int size) {
    return Row.of("id", id, "size", size, "words", "w" + id);
  }

  private void alter(UnaryOperator<Alteration> change) {
    change.apply(table.alter()).apply();
  }

  private void assertOnlyAFullMirrorHelps(String column) {
    assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("column '" + column + "'")
        .hasMessageContaining("--strategy full");
    assertThatThrownBy(() -> mirror.plan(table, MirrorStrategy.INCREMENTAL))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> mirror.verify(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("--strategy full");

    mirror.mirror(table, MirrorStrategy.FULL);

    assertThat(mirror.verify(table).ok()).isTrue();
    table.delete(1L);
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  /** The rows there were have a value too, though none of them was written. */
  @Test
  void anAddedColumnNeedsAFullMirror() {
    alter(change -> change.add(Field.of("rank", Types.int32()), Fill.value(7)));
    pg.session().runPlain("alter table docs add rank integer");
    assertOnlyAFullMirrorHelps("rank");
    assertThat(pg.text("select rank from docs where id = 2")).isEqualTo("7");
  }

  @Test
  void aColumnOfTheSameNameAsADroppedOneNeedsAFullMirror() {
    alter(change -> change.drop("words"));
    alter(change -> change.add(Field.of("words", Types.utf8())));
    assertOnlyAFullMirrorHelps("words");
    assertThat(pg.text("select words from docs where id = 2")).isNull();
  }

  @Test
  void exchangedNamesNeedAFullMirror() {
    alter(change -> change.add(Field.of("other", Types.utf8())));
    mirror.mirror(table, MirrorStrategy.FULL);
    alter(change -> change.rename("words", "x").rename("other", "words").rename("x", "other"));
    assertOnlyAFullMirrorHelps("other");
    assertThat(pg.text("select other from docs where id = 2")).isEqualTo("w2");
  }

  @Test
  void aWidenedColumnNeedsAFullMirror() {
    alter(change -> change.widen("size", Types.int64()));
    table.upsert(Row.of("id", 3L, "size", 1L << 40));
    assertOnlyAFullMirrorHelps("size");
    assertThat(pg.text("select size from docs where id = 3")).isEqualTo("1099511627776");
  }

  @Test
  void aDroppedColumnStaysInTheTargetAndChangesGoOn() {
    alter(change -> change.drop("words"));
    table.upsert(Row.of("id", 3L, "size", 30));

    assertThat(mirror.mirror(table, MirrorStrategy.INCREMENTAL).written()).isEqualTo(1);

    assertThat(mirror.verify(table).ok()).isTrue();
    assertThat(pg.text("select words from docs where id = 2")).isEqualTo("w2");
  }

  @Test
  void aTargetsColumnThatMustHaveAValueIsNamedWhenPilumHasNoneForIt() {
    pg.session().runPlain("alter table docs alter words set not null");
    alter(change -> change.drop("words"));
    table.upsert(Row.of("id", 3L, "size", 30));

    assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("null value in column \"words\"")
        .hasMessageContaining("give that column of the target a default");
  }

  @Test
  void columnsThatChangeDuringAMirrorGiveItUp() {
    PgMirror small = pg.mirror(pg.table("docs").withBatchChanges(1));
    table.upsert(List.of(row(3, 30), row(4, 40)));

    assertThatThrownBy(
            () -> small.mirror(table, MirrorStrategy.INCREMENTAL, (done, total) -> widenOnce()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("try again");

    assertOnlyAFullMirrorHelps("size");
  }

  private void widenOnce() {
    if (table.schema().field("size").type().equals(Types.int32())) {
      alter(change -> change.widen("size", Types.int64()));
    }
  }
}
