package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions that cannot be answered are refused with words that help. */
class SearchRequestTest {
  @TempDir private Path folder;
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("year", Types.int32())
            .vector("embedding", 3, Metric.COSINE)
            .build();
    table = database.createTable("t", schema);
    table.add(List.of(Row.of("id", 1, "year", 2000, "embedding", new float[] {1, 2, 3})));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aVectorOfTheWrongDimensionIsRefusedWithBothNumbers() {
    assertRefused(
        () -> table.search("embedding", new float[4]), "'embedding'", "dimension 3", "got 4");
    assertRefused(() -> table.search("embedding", new float[0]), "dimension 3", "got 0");
  }

  @Test
  void aCoordinateThatIsNotFiniteIsRefusedWithItsPlace() {
    assertRefused(
        () -> table.search("embedding", new float[] {0, Float.NaN, 0}), "coordinate 1", "NaN");
    assertRefused(
        () -> table.search("embedding", new float[] {0, 0, Float.NEGATIVE_INFINITY}),
        "coordinate 2",
        "-Infinity");
  }

  @Test
  void anUnknownColumnIsRefusedWithTheNearestName() {
    assertRefused(() -> table.search("embeding", new float[3]), "'embeding'", "'embedding'");
    assertRefused(
        () -> table.search("embedding", new float[3]).select("id", "yaer"), "'yaer'", "'year'");
    assertRefused(
        () -> table.search("embedding", new float[3]).where(eq("yeer", 1)).hits(),
        "'yeer'",
        "'year'");
    assertRefused(() -> table.scan().select("yar").rows(), "'yar'", "'year'");
    assertRefused(() -> table.scan().where(eq("yea", 1)).rows(), "'yea'", "'year'");
    assertRefused(() -> table.count(eq("yea", 1)), "'yea'", "'year'");
  }

  @Test
  void onlyVectorColumnsCanBeSearched() {
    assertRefused(() -> table.search("year", new float[3]), "'year'", "int32", "vector");
  }

  @Test
  void limitsOffsetsAndCandidatesHaveBounds() {
    Search search = table.search("embedding", new float[3]);
    assertRefused(() -> search.limit(0), "limit", "0");
    assertRefused(() -> search.limit(-1), "limit", "-1");
    assertRefused(() -> search.offset(-1), "offset", "-1");
    assertRefused(() -> search.ef(0), "ef", "0");
    assertRefused(() -> table.scan().limit(-1), "limit", "-1");
    assertRefused(() -> table.scan().offset(-1), "offset", "-1");
    assertThat(table.scan().limit(0).rows()).isEmpty();
    assertThat(table.scan().offset(9).rows()).isEmpty();
  }

  @Test
  void aFilterOfTheWrongTypeIsRefusedWithTheColumnsType() {
    assertRefused(() -> table.scan().where(eq("year", "late")).rows(), "'year'", "int32");
    assertRefused(
        () -> table.search("embedding", new float[3]).where(eq("embedding", 1)).hits(),
        "'embedding'");
  }

  @Test
  void selectingNothingOrAColumnTwiceIsRefused() {
    assertRefused(() -> table.scan().select(), "at least one");
    assertRefused(() -> table.scan().select("id", "id"), "'id'", "twice");
  }

  @Test
  void aRowIsAskedOnlyForColumnsThatItHas() {
    Row row = Objects.requireNonNull(table.get(1));
    assertRefused(() -> row.get("yeer"), "'yeer'", "year");
    assertRefused(() -> table.scan().select("id").rows().getFirst().get("year"), "'year'", "id");
  }

  private static void assertRefused(Runnable question, String... parts) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(question::run)
        .satisfies(e -> assertThat(Objects.requireNonNull(e.getMessage())).contains(parts));
  }
}
