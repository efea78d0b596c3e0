package dev.pilum.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports that stop, before or after a commit, and go on: no row is missing, none there twice. */
class ResumeTest {
  private static final long SEED = Long.getLong("seed", 0x4E5);
  private static final int ROWS = 20_000;

  @TempDir Path folder;
  private Database db;
  private Path input;

  @BeforeEach
  void open() throws IOException {
    db = Database.open(folder.resolve("db"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines.append(i % 1_000 == 999 ? "bad" : "{\"id\":%d}".formatted(i)).append('\n');
    }
    input = Files.writeString(folder.resolve("in.jsonl"), lines);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyed", "keyless"})
  void goesOnWhereItStoppedWhereverThatWas(String kind) throws IOException {
    Random random = new Random(SEED);
    Table table = table(kind);
    int stops = 0;
    while (true) {
      try {
        ImportReport report = imports().into(stopping(table, random));
        assertThat(report.rejected()).isEqualTo(ROWS / 1_000);
        assertThat(report.skipped()).isPositive();
        break;
      } catch (Stopped e) {
        stops++;
      }
    }
    assertThat(stops).as("seed 0x%X", SEED).isPositive();
    assertAllThereOnce(table);
    assertThat(position()).doesNotExist();
    assertThat(lines(bad())).hasSize(ROWS / 1_000).doesNotHaveDuplicates();
  }

  @Test
  void aKeylessTableThatOthersWroteToIsRefused() {
    Table table = table("keyless");
    assertThatThrownBy(() -> imports().into(stopping(table, new Random(1))))
        .isInstanceOf(Stopped.class);
    table.add(List.of(Row.of("id", -1L)));
    table.add(List.of(Row.of("id", -2L)));
    assertThatThrownBy(() -> imports().into(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("written to since");
  }

  @Test
  void aKeyedTableThatOthersWroteToGetsOneBatchAgain() {
    Table table = table("keyed");
    assertThatThrownBy(() -> imports().into(stopping(table, new Random(1))))
        .isInstanceOf(Stopped.class);
    table.upsert(List.of(Row.of("id", 0L)));
    table.upsert(List.of(Row.of("id", 0L)));
    imports().into(table);
    assertAllThereOnce(table);
  }

  @Test
  void oneCommitOfOthersIsNotTakenForTheImports() {
    Table keyed = table("keyed");
    assertThatThrownBy(() -> imports().into(stopping(keyed, 2, true))).isInstanceOf(Stopped.class);
    keyed.upsert(List.of(Row.of("id", 0L)));
    imports().into(keyed);
    assertAllThereOnce(keyed);
    Table keyless = table("keyless");
    assertThatThrownBy(() -> imports().into(stopping(keyless, 2, true)))
        .isInstanceOf(Stopped.class);
    keyless.deleteWhere("id = 1");
    assertThatThrownBy(() -> imports().into(keyless))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("written to since");
  }

  @Test
  void anotherInputIsNotTakenForTheOneThatStopped() throws IOException {
    Table table = table("keyed");
    assertThatThrownBy(() -> imports().into(stopping(table, new Random(1))))
        .isInstanceOf(Stopped.class);
    Files.writeString(input, "{\"id\":1}\n");
    assertThatThrownBy(() -> imports().into(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("delete it");
    Files.writeString(position(), "version=many\n");
    assertThatThrownBy(() -> imports().into(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("does not say how far");
  }

  @Test
  void rowsRejectedBeforeTheStopCountOnce() throws IOException {
    Table table = table("keyed");
    Files.writeString(input, "bad\n".repeat(20) + Files.readString(input));
    Imports imports = Imports.of(input).rejectTo(bad(), 40).resumeBy(position());
    assertThatThrownBy(() -> imports.into(stopping(table, 4, true))).isInstanceOf(Stopped.class);
    assertThat(imports.into(table).rejected()).isEqualTo(40);
    assertThat(lines(bad())).hasSize(40).doesNotHaveDuplicates();
    assertThatThrownBy(() -> imports.into(stopping(table, 2, false))).isInstanceOf(Stopped.class);
    assertThatThrownBy(() -> imports.rejectTo(bad(), 25).into(table))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("are allowed");
  }

  @Test
  void aBatchThatStoppedHalfwayRejectsItsRowsOnce() throws IOException {
    Table table =
        db.createTable(
            "strict",
            Schema.builder()
                .key("id", Types.int64())
                .field(new Field(0, "n", Types.int64(), false, Map.of()))
                .build());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append(
          i % 10 == 9 ? "bad\n" : i == 50 ? "{\"id\":50}\n" : "{\"id\":%d,\"n\":1}\n".formatted(i));
    }
    Files.writeString(input, lines);
    // One batch, refused and halved: the second half of it stops.
    assertThatThrownBy(() -> imports().into(stopping(table, 3, true))).isInstanceOf(Stopped.class);
    assertThat(imports().into(table).rejected()).isEqualTo(11);
    assertThat(lines(bad())).hasSize(11).doesNotHaveDuplicates();
    assertThat(table.count()).isEqualTo(89);
  }

  private Imports imports() {
    return Imports.of(input).rejectTo(bad(), ROWS).resumeBy(position());
  }

  private Table table(String kind) {
    Schema schema =
        kind.equals("keyed")
            ? Schema.builder().key("id", Types.int64()).build()
            : Schema.builder().field("id", Types.int64()).build();
    return db.createTable(kind, schema);
  }

  private static void assertAllThereOnce(Table table) {
    long[] ids =
        table.scan().rows().stream().mapToLong(row -> (long) row.getOrDefault("id", -1L)).toArray();
    assertThat(LongStream.of(ids).sorted().toArray())
        .isEqualTo(LongStream.range(0, ROWS).filter(i -> i % 1_000 != 999).toArray());
  }

  /** Stands for the end of the process. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Returns a table whose writes end the process before or after they took place, by chance. */
  private static Table stopping(Table table, Random random) {
    return stopping(table, random.nextInt(1, 4), random.nextBoolean());
  }

  private static Table stopping(Table table, int last, boolean before) {
    AtomicInteger writes = new AtomicInteger();
    return (Table)
        Proxy.newProxyInstance(
            Table.class.getClassLoader(),
            new Class<?>[] {Table.class},
            (proxy, method, arguments) -> {
              boolean write = method.getName().equals("add") || method.getName().equals("upsert");
              boolean stops = write && writes.incrementAndGet() == last;
              if (stops && before) {
                throw new Stopped();
              }
              try {
                Object result = method.invoke(table, arguments);
                if (stops) {
                  throw new Stopped();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Path bad() {
    return folder.resolve("bad.jsonl");
  }

  private Path position() {
    return folder.resolve("in.position");
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }
}
