package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Row ROW = Row.of("id", 1L, "word", null);

  @Test
  void columnsKeepTheirOrder() {
    assertThat(List.copyOf(Row.of("z", 1, "a", 2, "m", 3).keySet())).containsExactly("z", "a", "m");
  }

  @Test
  void aColumnThatIsNotThereIsAnErrorAndNotANull() {
    assertThat(ROW.get("word")).isNull();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> ROW.get("wrod"))
        .withMessageContaining("id, word");
    assertThat(ROW.getOrDefault("wrod", "none")).isEqualTo("none");
    assertThat(ROW.getOrDefault("word", "none")).isNull();
    assertThat(ROW.containsKey("wrod")).isFalse();
    assertThat(ROW.containsKey("word")).isTrue();
  }

  @Test
  void aValueOfAnotherTypeIsNamed() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> ROW.text("id"))
        .withMessage("column 'id' has 1, not text; take it by get(...)");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Row.of("v", new byte[3]).vector("v"))
        .withMessageContaining("has byte[3], not vector of floats");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Row.of("v", new float[3]).bytes("v"))
        .withMessageContaining("has float[3], not bytes");
    assertThat(ROW.text("word")).isNull();
  }

  @Test
  void rowsAreEqualByTheirColumnsAndValues() {
    assertThat(ROW)
        .isEqualTo(Row.of("word", null, "id", 1L))
        .hasSameHashCodeAs(Row.of("word", null, "id", 1L));
    assertThat(ROW).isNotEqualTo(Row.of("id", 1L, "text", null));
    assertThat(ROW).isNotEqualTo(Row.of("number", 1L, "word", null));
    assertThat(ROW).isNotEqualTo(Row.of("id", 1L));
    assertThat(Row.of("id", 1L)).isEqualTo(Map.of("id", 1L)).hasSameHashCodeAs(Map.of("id", 1L));
    assertThat(Row.of("id", 1L)).isNotEqualTo(Map.of("key", 1L));
    assertThat(Row.of("id", 1L)).isNotEqualTo(new TreeMap<>(Map.of(1, 1L)));
    assertThat(new HashSet<>(List.of(Row.of("a", 1), Row.of("b", 1), Row.of("a", 1L)))).hasSize(3);
  }

  @Test
  void rowsCannotBeChanged() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ROW.put("id", 2L));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ROW.entrySet().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ROW.entrySet().iterator().next().setValue(2L));
    Map<String, Object> given = new HashMap<>(Collections.singletonMap("id", 1L));
    Row copy = Row.copyOf(given);
    given.put("id", 2L);
    assertThat(copy.get("id")).isEqualTo(1L);
  }

  @Test
  void otherValuesComeUnderTheSameColumns() {
    Object[] values = {2L, "two"};
    Row other = ROW.withValues(values);
    values[0] = 3L;
    assertThat(other).isEqualTo(Row.of("id", 2L, "word", "two")).hasToString("{id=2, word=two}");
    assertThat(other.values()).containsExactly(2L, "two");
    assertThat(ROW).isEqualTo(Row.of("id", 1L, "word", null));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> ROW.withValues(1L))
        .withMessage("the row has 2 columns, got 1 values");
  }

  @Test
  void aMapThatTellsEqualNamesApartGivesOneColumn() {
    IdentityHashMap<String, Object> names = new IdentityHashMap<>();
    names.put("id", 1);
    names.put(String.join("", "i", "d"), 1);
    assertThat(Row.copyOf(names)).isEqualTo(Row.of("id", 1)).hasSize(1);
  }

  @Test
  void aNameGivenTwiceIsOneColumnWithTheLastValue() {
    assertThat(Row.of("id", 1, "word", "a", "id", 2)).isEqualTo(Row.of("id", 2, "word", "a"));
  }

  @Test
  void namesAndValuesComeInTurn() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Row.of("id"))
        .withMessageContaining("1 parts");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Row.of(1, "id"))
        .withMessageContaining("part 0");
  }
}
