package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many rows by their keys at once; that every type of key works shows KeyTypesTest. */
class GetAllTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.int64()).field("word", Types.utf8()).build();

  @TempDir private Path folder;

  @Test
  void rowsComeInTheOrderOfTheKeysWithoutThoseThatAreMissing() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 500));
      table.flush();
      table.add(rows(500, 1_000));
      table.deleteWhere("id % 5 = 0");
      List<Long> keys =
          new Random(7).longs(300, -100, 1_100).boxed().toList(); // some twice, some missing
      List<String> expected =
          keys.stream()
              .filter(id -> id >= 0 && id < 1_000 && id % 5 != 0)
              .map(id -> "w" + id)
              .toList();
      test.inEveryPlace(
          "t",
          reader ->
              assertThat(reader.getAll(keys).stream().map(row -> row.text("word")))
                  .containsExactlyElementsOf(expected));
    }
  }

  @Test
  void onlyTheColumnsThatWereAskedForComeBack() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 3));
      assertThat(table.getAll(List.of(2, 0), "word"))
          .containsExactly(Row.of("word", "w2"), Row.of("word", "w0"));
      assertThat(table.getAll(List.of(1)).getFirst()).containsOnlyKeys("id", "word");
      assertThat(table.getAll(List.of())).isEmpty();
    }
  }

  @Test
  void aSnapshotGivesTheRowsOfItsVersion() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 3));
      try (Snapshot before = table.snapshot()) {
        table.update(1L, Row.of("word", "new"));
        table.delete(2L);
        assertThat(before.getAll(List.of(0, 1, 2), "word").stream().map(row -> row.text("word")))
            .containsExactly("w0", "w1", "w2");
        assertThat(table.getAll(List.of(0, 1, 2), "word").stream().map(row -> row.text("word")))
            .containsExactly("w0", "new");
      }
    }
  }

  @Test
  void keysThatCannotBeAreRefused() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      Table keyless =
          test.get().createTable("keyless", Schema.builder().field("n", Types.int64()).build());
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.getAll(List.of(1L, "two")))
          .withMessageContaining("'id'");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.getAll(Arrays.asList(1L, null)));
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.getAll(List.of(1L), "wrod"))
          .withMessageContaining("'word'");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> keyless.getAll(List.of(1L)))
          .withMessageContaining("no key");
    }
  }

  private static List<Row> rows(long from, long to) {
    return LongStream.range(from, to).mapToObj(id -> Row.of("id", id, "word", "w" + id)).toList();
  }
}
