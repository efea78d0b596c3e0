package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTypesTest {
  @TempDir private Path folder;

  static Stream<Arguments> everyKeyType() {
    return Stream.of(
        Arguments.of(Types.int8(), List.of(-128, -1, 0, 1, 127)),
        Arguments.of(Types.int16(), List.of(-32768, -129, 0, 255, 32767)),
        Arguments.of(Types.int32(), List.of(Integer.MIN_VALUE, -1, 0, 65_536, Integer.MAX_VALUE)),
        Arguments.of(Types.int64(), List.of(Long.MIN_VALUE, -1L, 0L, 1L << 32, Long.MAX_VALUE)),
        Arguments.of(Types.uint8(), List.of(0, 1, 127, 128, 255)),
        Arguments.of(Types.uint16(), List.of(0, 255, 256, 32768, 65535)),
        Arguments.of(Types.uint32(), List.of(0L, 1L, 1L << 31, (1L << 31) - 1, (1L << 32) - 1)),
        Arguments.of(
            Types.utf8(), List.of("a", "A", "é", "e\u0301", "😀", "漢".repeat(1000), " ", "\u0000")),
        Arguments.of(
            Types.binary(),
            Stream.of("a", "\u0000", "\u0000\u0000", "aa", "é").map(KeyTypesTest::bytes).toList()),
        Arguments.of(
            Types.uuid(),
            List.of(
                new UUID(0, 0),
                new UUID(-1, -1),
                new UUID(1, 2),
                new UUID(2, 1),
                new UUID(1L << 63, 0))));
  }

  @ParameterizedTest
  @MethodSource("everyKeyType")
  void rowsAreFoundReplacedAndDeletedByKey(DataType type, List<Object> keys) {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(type));
      table.add(rows(keys, "first"));
      table.flush();
      table.upsert(rows(keys.subList(0, 3), "second"));
      table.delete(keys.get(1));
      List<Object> alive = new ArrayList<>(keys);
      alive.remove(1);
      test.inEveryPlace(
          "t",
          reader -> {
            assertThat(reader.count()).isEqualTo(alive.size());
            assertThat(reader.exists(keys.get(1))).isFalse();
            assertThat(reader.get(keys.get(1))).isNull();
            for (Object key : alive) {
              Row row = Objects.requireNonNull(reader.get(key));
              assertThat(Objects.deepEquals(row.get("id"), key)).isTrue();
              assertThat(row.text("word")).isEqualTo(keys.indexOf(key) < 3 ? "second" : "first");
              assertThat(reader.count(eq("id", key))).isOne();
            }
            assertThat(reader.count(in("id", keys.toArray()))).isEqualTo(alive.size());
            List<Row> all = reader.getAll(keys.reversed(), "id");
            assertThat(all).hasSize(alive.size());
            for (int i = 0; i < all.size(); i++) {
              Object key = alive.reversed().get(i);
              assertThat(Objects.deepEquals(all.get(i).get("id"), key)).isTrue();
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("everyKeyType")
  void aKeyIsRefusedWhenAddedTwice(DataType type, List<Object> keys) {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(type));
      table.add(rows(keys, "first"));
      for (Object key : keys) {
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.add(rows(List.of(key), "again")));
      }
      assertThat(table.version()).isOne();
      assertThat(table.count(eq("word", "first"))).isEqualTo(keys.size());
    }
  }

  @Test
  void aWholeNumberKeyIsFoundByWhateverWholeNumberIsAskedFor() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Types.int16()));
      table.add(rows(List.of(7), "seven"));
      assertThat(table.exists((byte) 7)).isTrue();
      assertThat(table.exists((short) 7)).isTrue();
      assertThat(table.exists(7L)).isTrue();
      assertThat(table.delete(7L).rowsRemoved()).isOne();
    }
  }

  @Test
  void keysOfTheWrongTypeAreRefusedWithTheColumnsName() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Types.int8()));
      for (Object wrong : List.of("seven", 128, 1.5, new UUID(1, 2), new byte[] {1})) {
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.get(wrong))
            .withMessageContaining("'id'");
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.exists(wrong))
            .withMessageContaining("'id'");
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.delete(wrong))
            .withMessageContaining("'id'");
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.update(wrong, Map.of("word", "x")));
      }
    }
  }

  @Test
  void aTableWithoutAKeyHoldsEqualRows() {
    Schema schema = Schema.builder().field("word", Types.utf8()).field("n", Types.int64()).build();
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema);
      table.add(IntStream.range(0, 10).mapToObj(i -> Row.of("word", "same", "n", i % 5)).toList());
      table.flush();
      table.add(IntStream.range(0, 10).mapToObj(i -> Row.of("word", "same", "n", i % 5)).toList());
      assertThat(table.deleteWhere(eq("n", 0)).rowsRemoved()).isEqualTo(4);
      WriteResult updated = table.updateWhere(ge("n", 3), Map.of("word", "other"));
      assertThat(updated).isEqualTo(new WriteResult(4, 8, 8));
      test.inEveryPlace(
          "t",
          reader -> {
            assertThat(reader.count()).isEqualTo(16);
            assertThat(reader.count(eq("word", "other"))).isEqualTo(8);
            assertThat(
                    reader.scan().select("n").rows().stream()
                        .map(row -> (Long) row.get("n"))
                        .toList())
                .containsExactly(1L, 2L, 1L, 2L, 1L, 2L, 1L, 2L, 3L, 4L, 3L, 4L, 3L, 4L, 3L, 4L);
          });
      Table open = test.table("t");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> open.get(1))
          .withMessageContaining("no key");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> open.exists(1))
          .withMessageContaining("no key");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> open.delete(1))
          .withMessageContaining("no key");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> open.update(1, Map.of("n", 1)));
      assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> open.upsert(Row.of("n", 1)));
    }
  }

  private static Schema schema(DataType key) {
    return Schema.builder().key("id", key).field("word", Types.utf8()).build();
  }

  private static List<Row> rows(List<Object> keys, String word) {
    return keys.stream().map(key -> Row.of("id", key, "word", word)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
