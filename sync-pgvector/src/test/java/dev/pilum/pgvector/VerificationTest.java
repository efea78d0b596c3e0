package dev.pilum.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification says while others go on writing and mirroring, and of half a mirror. */
class VerificationTest {
  @TempDir Path folder;
  private PgSchema pg;
  private Database db;
  private Table table;
  private PgMirror mirror;

  @BeforeEach
  void mirrorOnce() {
    pg = PgSchema.create();
    db = Database.open(folder);
    table =
        db.createTable(
            "docs", Schema.builder().key("id", Types.int64()).vector("v", 2, Metric.L2).build());
    upsert(1, 30);
    mirror = pg.mirror(pg.table("docs").withBatchChanges(4));
    mirror.mirror(table, MirrorStrategy.FULL);
  }

  @AfterEach
  void close() {
    if (db != null) {
      db.close();
    }
    if (pg != null) {
      pg.close();
    }
  }

  private void upsert(long from, long to) {
    float[] vector = {table.version(), 1};
    table.upsert(LongStream.range(from, to).mapToObj(id -> Row.of("id", id, "v", vector)).toList());
  }

  /** Returns the table, of which others do something whenever a snapshot is taken. */
  private Table whose(Runnable before, Runnable after) {
    return (Table)
        Proxy.newProxyInstance(
            Table.class.getClassLoader(),
            new Class<?>[] {Table.class},
            (proxy, method, arguments) -> {
              try {
                boolean snapshot = method.getReturnType().equals(Snapshot.class);
                if (snapshot) {
                  before.run();
                }
                Object result = method.invoke(table, arguments);
                if (snapshot) {
                  after.run();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void rowsWrittenMeanwhileAreNoDifference() {
    Table busy = whose(() -> upsert(5, 9), () -> {});
    Comparison found = mirror.verify(busy);
    assertThat(found.different()).isEmpty();
    assertThat(found.version()).isLessThan(table.version());
  }

  @Test
  void aMirrorOfChangesMeanwhileIsNoDifference() {
    Runnable others =
        () -> {
          upsert(5, 9);
          mirror.mirror(table, MirrorStrategy.INCREMENTAL);
        };
    assertThat(mirror.verify(whose(() -> {}, others)).different()).isEmpty();
    assertThat(mirror.verify(table).version()).isEqualTo(table.version());
  }

  @Test
  void noNewTableTakesThePlaceOfTheOneThatIsLookedAt() {
    pg.session().runPlain("set lock_timeout = '1ms'");
    Runnable others =
        () ->
            assertThatThrownBy(() -> pg.session().runPlain("alter table docs rename to old"))
                .isInstanceOf(Conflict.class);
    assertThat(mirror.verify(whose(() -> {}, others)).ok()).isTrue();
  }

  @Test
  void halfAVersionIsNotComparedButToBeMirrored() {
    upsert(1, 12);
    breakOffAfterOneBatch();
    assertNotCompared("at 1+4 on the way to version 2");
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  /** Of each key the last change alone is sent: the target lacks what version 2 wrote. */
  @Test
  void whatLeadsToALaterVersionIsNotComparedWithAnEarlierOne() {
    table.setRetention(Retention.ALL);
    upsert(1, 2);
    upsert(5, 9);
    upsert(1, 2);
    breakOffAfterOneBatch();
    assertNotCompared("at 3 on the way to version 4");
    mirror.mirror(table, MirrorStrategy.INCREMENTAL);
    assertThat(mirror.verify(table).ok()).isTrue();
  }

  /**
   * It will never have the version that the target's rows lead to, or another one of that number.
   */
  @Test
  void aTableOfBeforeWhatAMirrorBrokenOffSentIsMirroredInFull(@TempDir Path elsewhere)
      throws IOException {
    upsert(1, 2);
    upsert(5, 9);
    copy(folder, elsewhere);
    upsert(1, 2);
    breakOffAfterOneBatch();
    try (Database copied = Database.open(elsewhere)) {
      Table before = copied.openTable("docs");
      assertThatThrownBy(() -> mirror.mirror(before, MirrorStrategy.INCREMENTAL))
          .hasMessageContaining("restored from a backup")
          .hasMessageContaining("--strategy full");
      before.delete(9L);
      assertThatThrownBy(() -> mirror.mirror(before, MirrorStrategy.INCREMENTAL))
          .hasMessageContaining("version 4 of the table is another than the one mirrored");
      mirror.mirror(before, MirrorStrategy.FULL);
      assertThat(mirror.verify(before).ok()).isTrue();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void breakOffAfterOneBatch() {
    MirrorProgress stop =
        (done, total) -> {
          throw new IllegalStateException("enough");
        };
    assertThatThrownBy(() -> mirror.mirror(table, MirrorStrategy.INCREMENTAL, stop))
        .isInstanceOf(IllegalStateException.class);
  }

  private void assertNotCompared(String why) {
    assertThatThrownBy(() -> mirror.verify(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(why)
        .hasMessageContaining("mirror first (--strategy incremental)");
  }

  @Test
  void aRowWithoutKeyIsADifference() {
    pg.session().runPlain("alter table docs drop constraint docs_pkey");
    pg.session().runPlain("alter table docs alter id drop not null");
    pg.session().runPlain("create unique index on docs (id)");
    pg.session().runPlain("insert into docs values (null, '[1,2]')");
    List<KeyRange> different = mirror.verify(table).different();
    assertThat(different)
        .singleElement()
        .extracting(KeyRange::from, KeyRange::sourceRows, KeyRange::targetRows)
        .containsExactly("", 10L, 11L);
  }
}
