package dev.pilum.engine.filter;

import static dev.pilum.filter.Filters.all;
import static dev.pilum.filter.Filters.any;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.like;
import static dev.pilum.filter.Filters.ne;
import static dev.pilum.filter.Filters.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterCheckTest {
  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(eq("txet", "a"), "unknown column 'txet'; did you mean 'text'?"),
        arguments(isNull("txet"), "unknown column 'txet'; did you mean 'text'?"),
        arguments(like("txet", "a"), "unknown column 'txet'; did you mean 'text'?"),
        arguments(in("txet", 1), "unknown column 'txet'; did you mean 'text'?"),
        arguments(
            eq("i16", "abc"),
            "column 'i16' of type int16 cannot be compared with 'abc'; expected a number"),
        arguments(
            ne("f32", true),
            "column 'f32' of type float32 cannot be compared with true; expected a number"),
        arguments(
            eq("dec", "1"),
            "column 'dec' of type decimal(38, 3) cannot be compared with '1'; expected a number"),
        arguments(
            eq("bool", 1),
            "column 'bool' of type bool cannot be compared with 1; expected true or false"),
        arguments(in("bool", true, "x"), "column 'bool' of type bool cannot be compared with 'x'"),
        arguments(
            gt("text", 7),
            "column 'text' of type utf8 cannot be compared with 7; expected a String"),
        arguments(in("text", "a", 7), "column 'text' of type utf8 cannot be compared with 7"),
        arguments(
            eq("bin", "a"),
            "column 'bin' of type binary cannot be compared with 'a'; expected a byte[]"),
        arguments(
            eq("date", "yesterday"),
            "column 'date' of type date cannot be compared with 'yesterday'; expected a LocalDate"
                + " or text"),
        arguments(
            eq("ts", Instant.EPOCH),
            "column 'ts' of type timestamp cannot be compared with 1970-01-01T00:00:00Z"
                + " (Instant)"),
        arguments(
            in("uuid", "7"),
            "column 'uuid' of type uuid cannot be compared with '7'; expected a UUID"),
        arguments(
            eq("v32", new float[3]),
            "column 'v32' of type vector<float32>[3] cannot be compared in a filter, only asked"
                + " whether it is null"),
        arguments(
            in("tags", "a"), "column 'tags' of type list<utf8> cannot be compared in a filter"),
        arguments(eq("place", "a"), "cannot be compared in a filter"),
        arguments(
            like("i8", "1%"),
            "column 'i8' of type int8 cannot be matched with LIKE '1%'; only utf8 can"),
        arguments(
            all(eq("i8", 1), any(not(eq("i8", "x")))),
            "column 'i8' of type int8 cannot be compared with 'x'"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatDoesNotFitTheSchemaIsNamed(Filter filter, String message) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> FilterCheck.check(filter, RandomRows.EVERY_TYPE))
        .withMessageContaining(message);
  }

  @Test
  void deepNestingIsRefusedBeforeItHurts() {
    Filter filter = eq("i8", 1);
    for (int depth = 1; depth < 200; depth++) {
      filter = not(filter);
    }
    FilterCheck.check(filter, RandomRows.EVERY_TYPE);
    Filter deeper = filter;
    for (int depth = 0; depth < 100_000; depth++) {
      deeper = not(deeper);
    }
    Filter deepest = deeper;
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> FilterCheck.check(not(deepest), RandomRows.EVERY_TYPE))
        .withMessageContaining("nested more than 200 deep");
  }

  @Test
  void longListsAreRefused() {
    FilterCheck.check(
        new Filter.In(Filters.column("i64"), Collections.nCopies(100_000, 1)),
        RandomRows.EVERY_TYPE);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() ->
            FilterCheck.check(
                new Filter.In(Filters.column("i64"), Collections.nCopies(100_001, 1)),
                RandomRows.EVERY_TYPE))
        .withMessage("column 'i64' is compared with a list of 100001 values; at most 100000");
  }

  @Test
  void aCollectionOfValuesIsAsManyValues() {
    assertThat(in("i64", List.of(1, 2))).isEqualTo(in("i64", 1, 2));
    assertThat(Filters.hasAny("numbers", Set.of(1))).isEqualTo(Filters.hasAny("numbers", 1));
    assertThat(Filters.hasAll("numbers", List.of(1, 2))).isEqualTo(Filters.hasAll("numbers", 1, 2));
  }

  @Test
  void aNullAmongValuesIsRefusedWithAWayOut() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> in("i64", 1, null))
        .withMessage(
            "value 2 of the list is null, which nothing equals; leave it out, or ask by isNull");
  }

  @Test
  void aListIsAskedForNoMoreValuesThanAColumnIsComparedWith() {
    List<Integer> many = IntStream.rangeClosed(0, 100_000).boxed().toList();
    for (Filter filter :
        List.of(
            new Filter.HasAny(Filters.column("numbers"), many),
            new Filter.HasAll(Filters.column("numbers"), many))) {
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> FilterCheck.check(filter, RandomRows.EVERY_TYPE))
          .withMessageContaining("is compared with a list of 100001 values; at most 100000");
    }
  }

  @Test
  void aListOfVectorsIsNotAskedWhatItHasNotEvenNothing() {
    Schema schema = Schema.builder().multivector("tokens", 2, Metric.L2).build();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> FilterCheck.check(Filters.hasAny("tokens"), schema))
        .withMessage(
            "only a list of scalars can be asked what it has, not column 'tokens' of type"
                + " list<vector<float32>[2]>");
  }

  @Test
  void columnsAreNamedOnce() {
    assertThat(
            FilterCheck.columns(all(eq("a", 1), any(like("b", "x"), not(isNull("a"))), in("c", 1))))
        .containsExactly("a", "b", "c");
  }
}
