package dev.pilum.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyValuesTest {
  @Test
  void keysBecomeTheColumnsOwnValues() {
    assertThat(only(Types.int64(), 7)).isEqualTo(7L);
    assertThat(only(Types.uuid(), "00000000-0000-0001-0000-000000000002"))
        .isEqualTo(new UUID(1, 2));
    assertThat(only(Types.utf8(), "a")).isEqualTo("a");
    assertThat(only(Types.binary(), new byte[] {1})).isEqualTo(new byte[] {1});
  }

  @Test
  void manyKeysKeepTheirOrder() {
    Column keys = KeyValues.all(key(Types.int8()), List.of(3, 1, 2));
    assertThat(RowReader.value(keys, 0)).isEqualTo(3);
    assertThat(keys.length()).isEqualTo(3);
  }

  @Test
  void aKeyOfAnotherTypeNamesTheExpectedOne() {
    refuses(
        Types.int64(),
        "abc",
        "key column 'id' of type int64 cannot hold 'abc'; expected a whole number from");
    refuses(Types.utf8(), 7, "key column 'id' of type utf8 cannot hold 7; expected a String");
    refuses(Types.int8(), 200, "cannot hold 200; expected a whole number from -128 to 127");
    refuses(Types.int64(), null, "key column 'id' must not be null, but is");
    refuses(Types.utf8(), "", "key must not be empty");
  }

  @Test
  void aTableWithoutKeyIsNamedAsSuch() {
    Schema schema = Schema.builder().field("a", Types.int8()).build();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> KeyValues.field(schema))
        .withMessage("the table has no key; columns: a");
  }

  private static Object only(DataType type, Object key) {
    Column column = KeyValues.one(key(type), key);
    assertThat(column.length()).isEqualTo(1);
    return RowReader.value(column, 0);
  }

  private static Field key(DataType type) {
    return new Field(1, "id", type, false, Map.of());
  }

  private static void refuses(DataType type, Object key, String message) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> KeyValues.one(key(type), key))
        .withMessageContaining(message);
  }
}
