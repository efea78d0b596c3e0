package dev.pilum.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuessTest {
  @Property(tries = 2_000)
  void everyValueFitsTheTypeGuessedFromAll(@ForAll("columns") List<@Nullable Object> values) {
    DataType type = typeOf(values);
    for (Object value : values) {
      assertThat(Fitting.fit(type, value) == null).isEqualTo(value == null);
    }
  }

  @Property(tries = 500)
  void theOrderOfValuesDoesNotChangeTheType(@ForAll("scalars") List<@Nullable Object> values) {
    assertThat(typeOf(values.reversed())).isEqualTo(typeOf(values));
  }

  @Test
  void wholeNumbersWidenToFractionsAndAnythingElseToText() {
    assertThat(typeOf(Arrays.asList(1L, null, 2L))).isEqualTo(Types.int64());
    assertThat(typeOf(Arrays.asList(1L, 0.5))).isEqualTo(Types.float64());
    assertThat(typeOf(Arrays.asList(true, 1L))).isEqualTo(Types.utf8());
    assertThat(typeOf(List.of(List.of(1L), List.of(0.5)))).isEqualTo(Types.list(Types.float64()));
    assertThat(typeOf(List.of(List.of(List.of(1L, 2L))))).isEqualTo(Types.list(Types.vector(2)));
    assertThat(typeOf(List.of(Arrays.asList(List.of(1L, 2L), null))))
        .isEqualTo(Types.list(Types.utf8()));
    assertThat(typeOf(List.of(List.of(Arrays.asList(1L, null)))))
        .isEqualTo(Types.list(Types.utf8()));
    assertThat(typeOf(List.of(Map.of(), Map.of()))).isEqualTo(Types.utf8());
    assertThat(typeOf(Arrays.asList(null, null))).isEqualTo(Types.utf8());
  }

  @Provide
  Arbitrary<List<@Nullable Object>> columns() {
    Arbitrary<@Nullable Object> nested =
        Arbitraries.recursive(GuessTest::scalar, GuessTest::wrapped, 0, 3);
    return nested.list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<@Nullable Object>> scalars() {
    return scalar().list().ofMaxSize(8);
  }

  private static Arbitrary<@Nullable Object> scalar() {
    return Arbitraries.of(
        null, true, 1L, -3L, 0.5, "text", new java.math.BigInteger("99999999999999999999"));
  }

  private static Arbitrary<@Nullable Object> wrapped(Arbitrary<@Nullable Object> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.list().ofMaxSize(3).map(l -> l),
        Arbitraries.maps(Arbitraries.of("a", "b", "c d"), inner).ofMaxSize(3).map(m -> m));
  }

  private static DataType typeOf(List<@Nullable Object> values) {
    Guess guess = new Guess.Nothing();
    for (Object value : values) {
      guess = guess.widenedBy(Guess.of(value));
    }
    return guess.type();
  }
}
