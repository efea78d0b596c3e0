package dev.pilum.engine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pilum.ColumnName;
import dev.pilum.DecimalField;
import dev.pilum.Key;
import dev.pilum.Row;
import dev.pilum.Schemas;
import dev.pilum.VectorField;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
  record Place(String city, int zip) {}

  @SuppressWarnings("ArrayRecordComponent") // That users' records have vectors is the point.
  record Everything(
      @Key String id,
      boolean flag,
      byte tiny,
      short small,
      int number,
      long large,
      float single,
      double real,
      @Nullable Byte boxedTiny,
      @Nullable Short boxedSmall,
      @Nullable Long boxedLarge,
      @DecimalField(precision = 6, scale = 2) @Nullable BigDecimal price,
      byte @Nullable [] raw,
      @Nullable LocalDate day,
      @Nullable LocalTime time,
      @Nullable LocalDateTime local,
      @Nullable Instant instant,
      @Nullable UUID uuid,
      @Nullable List<String> tags,
      @Nullable List<Byte> levels,
      @Nullable Place place,
      @ColumnName("embedding") @VectorField(dimension = 2, metric = Metric.DOT)
          float @Nullable [] vector,
      @VectorField(dimension = 2, element = Element.FLOAT16) float @Nullable [] half,
      @VectorField(dimension = 2) byte @Nullable [] codes) {}

  record Positive(int value) {
    Positive {
      if (value < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  record Untyped(Object anything) {}

  @SuppressWarnings("ArrayRecordComponent") // As above.
  record Bare(float[] vector) {}

  record TwoKeys(@Key int a, @Key int b) {}

  record Endless(@Nullable Endless next) {}

  private static final Everything FULL =
      new Everything(
          "a",
          true,
          (byte) -1,
          (short) 2,
          3,
          4,
          0.5f,
          0.25,
          (byte) 7,
          (short) 8,
          9L,
          new BigDecimal("1.25"),
          new byte[] {1},
          LocalDate.of(2024, 2, 29),
          LocalTime.NOON,
          LocalDateTime.of(2024, 1, 1, 1, 1),
          Instant.EPOCH,
          new UUID(1, 2),
          List.of("x", "y"),
          List.of((byte) 1, (byte) 2),
          new Place("Rome", 184),
          new float[] {1, 2},
          new float[] {0.5f, 1},
          new byte[] {1, -1});

  private static final Everything SPARSE =
      new Everything(
          "b", false, (byte) 0, (short) 0, 0, 0, 0, 0, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  @Test
  void theSchemaFollowsTheComponents() {
    Schema schema = Schemas.of(Everything.class);
    assertThat(schema.fields().stream().map(Field::describe))
        .containsExactly(
            "id utf8 not null",
            "flag bool not null",
            "tiny int8 not null",
            "small int16 not null",
            "number int32 not null",
            "large int64 not null",
            "single float32 not null",
            "real float64 not null",
            "boxedTiny int8",
            "boxedSmall int16",
            "boxedLarge int64",
            "price decimal(6, 2)",
            "raw binary",
            "day date",
            "time time",
            "local timestamp",
            "instant timestamp[UTC]",
            "uuid uuid",
            "tags list<utf8>",
            "levels list<int8>",
            "place struct<city utf8, zip int32 not null>",
            "embedding vector<float32>[2]",
            "half vector<float16>[2]",
            "codes vector<int8>[2]");
    assertThat(schema.key()).isEqualTo("id");
    assertThat(schema.field("embedding").metric()).isEqualTo(Metric.DOT);
    assertThat(schema.field("half").metric()).isEqualTo(Metric.COSINE);
  }

  @Test
  void recordsComeBackThroughColumnsAsTheyWere() {
    RecordBatch batch =
        RowWriter.batch(Schemas.of(Everything.class), RecordRows.toRows(List.of(FULL, SPARSE)));
    Everything full = RecordRows.fromRow(RowReader.row(batch, 0), Everything.class);
    assertThat(full).usingRecursiveComparison().isEqualTo(FULL);
    assertThat(full.levels()).containsExactly((byte) 1, (byte) 2);
    assertThat(RecordRows.fromRow(RowReader.row(batch, 1), Everything.class)).isEqualTo(SPARSE);
  }

  @Test
  void wideColumnsFitNarrowComponentsWhenTheValueDoes() {
    assertThat(RecordRows.fromRow(Row.of("city", "Rome", "zip", 184L, "more", 1), Place.class))
        .isEqualTo(new Place("Rome", 184));
    refuses(
        "component 'zip' of type int cannot take the Long in its column",
        Row.of("city", "Rome", "zip", 1L << 40),
        Place.class);
  }

  @Test
  void whatARowCannotGiveIsNamed() {
    refuses(
        "record Place: the row has no column 'zip'; did you mean 'zpi'? columns: city, zpi",
        Row.of("city", "x", "zpi", 1),
        Place.class);
    refuses(
        "component 'zip' of type int cannot take null; declare it as Integer",
        Row.of("city", "x", "zip", null),
        Place.class);
    refuses(
        "component 'city' of type String cannot take the Integer in its column",
        Row.of("city", 1, "zip", 1),
        Place.class);
  }

  @Test
  void whatARecordsConstructorThrowsIsPassedOn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordRows.fromRow(Row.of("value", -1), Positive.class))
        .withMessage("negative");
  }

  @Test
  void componentsWithoutAColumnTypeAreNamed() {
    refuses(
        "record Untyped: component 'anything' of type java.lang.Object has no column type",
        Untyped.class);
    refuses(
        "record Bare: component 'vector' of type float[] has no column type; add"
            + " @VectorField(dimension = ...)",
        Bare.class);
    refuses("record TwoKeys: a table has one key, got a, b", TwoKeys.class);
    refuses("record Endless: component 'next'", Endless.class);
  }

  @Test
  void aNullRecordNamesItsPlace() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> RecordRows.toRows(Arrays.asList(SPARSE, null)))
        .withMessage("record 1 is null");
  }

  @Test
  void nestedRecordsAreMapsInRows() {
    assertThat(RecordRows.toRows(List.of(FULL)).getFirst().get("place"))
        .isEqualTo(Map.of("city", "Rome", "zip", 184));
  }

  private static void refuses(String message, Class<? extends Record> type) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Schemas.of(type))
        .withMessageContaining(message);
  }

  private static void refuses(String message, Row row, Class<? extends Record> type) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> RecordRows.fromRow(row, type))
        .withMessageContaining(message);
  }
}
