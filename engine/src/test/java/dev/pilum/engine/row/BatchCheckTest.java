package dev.pilum.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchCheckTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int32())
          .vector("v", 3, Metric.L2)
          .field("note", Types.utf8())
          .build();

  @Test
  void columnsAreBroughtIntoTheSchemasOrderAndMissingOnesAreNull() {
    RecordBatch given = batch(vectors("v", 1, 2, 3), ids("id", 7));
    RecordBatch conforming = BatchCheck.conform(SCHEMA, given);
    assertThat(conforming.fields()).isEqualTo(SCHEMA.fields());
    assertThat(RowReader.row(conforming, 0)).containsEntry("id", 7).containsEntry("note", null);
    assertThat(conforming.column("v")).isSameAs(given.column("v"));
  }

  @Test
  void unknownMissingRepeatedAndMistypedColumnsAreRefused() {
    refuses("unknown column 'note2'; did you mean 'note'?", batch(ids("id", 1), ids("note2", 1)));
    refuses("column 'id' must not be null, but is missing", batch(ids("v", 1)));
    refuses("column 'id' is there twice", batch(ids("id", 1), ids("id", 1)));
    refuses("column 'note' has type utf8, got int32", batch(ids("id", 1), ids("note", 1)));
  }

  @Test
  void aNullKeyIsRefused() {
    Column column = RowWriter.column(Field.of("id", Types.int32()), Arrays.asList(1, null));
    refuses("column 'id' must not be null, but is in row 1", batch(new Named("id", column)));
  }

  @Test
  void anEmptyBinaryKeyIsRefused() {
    Schema schema = Schema.builder().key("k", Types.binary()).build();
    Column column =
        RowWriter.column(Field.of("k", Types.binary()), List.of(new byte[1], new byte[0]));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> BatchCheck.conform(schema, batch(new Named("k", column))))
        .withMessage("key must not be empty: column 'k', row 1");
  }

  @Test
  void aTimeOutsideTheDayIsRefused() {
    Schema schema = Schema.builder().field("t", Types.time()).build();
    Column column =
        ArrayColumns.ofLongs(Field.of("t", Types.time()), new long[] {0, 86_400_000_000L});
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> BatchCheck.conform(schema, batch(new Named("t", column))))
        .withMessage(
            "column 't' has a time of 86400000000 microseconds, outside the day, in row 1");
  }

  @Test
  void halvesThatOverflowedAreRefused() {
    Schema schema = Schema.builder().field("v", Types.vector(Element.FLOAT16, 2)).build();
    Column column = ArrayColumns.ofVectors(schema.field("v"), new float[] {1, 2, 3, 70000});
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> BatchCheck.conform(schema, batch(new Named("v", column))))
        .withMessage("column 'v' has Infinity at coordinate 1, which must be finite, in row 1");
  }

  @Property(tries = 200)
  void anyBadCoordinateIsFoundAndNamed(
      @ForAll @IntRange(min = 0, max = 29_999) int place,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    float[] coordinates = new float[30_000];
    Arrays.fill(coordinates, -Float.MAX_VALUE);
    float negativeNan = Float.intBitsToFloat(0xffc0_0001);
    coordinates[place] =
        new float[] {Float.NaN, negativeNan, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}
            [kind];
    int[] ids = new int[10_000];
    refuses(
        "at coordinate %d, which must be finite, in row %d".formatted(place % 3, place / 3),
        batch(ids("id", ids), vectors("v", coordinates)));
  }

  @Test
  void whatLiesInTheMemoryOfNullVectorsDoesNotMatter() {
    Column nan =
        ArrayColumns.ofVectors(
            SCHEMA.field("v"), new float[] {Float.NaN, 0, Float.NaN, 1, 2, 3, 4, Float.NaN, 6});
    Column firstNull =
        new Column(
            nan.type(),
            3,
            java.lang.foreign.MemorySegment.ofArray(new byte[] {0b010}),
            null,
            nan.values(),
            List.of());
    BatchCheck.conform(SCHEMA, batch(ids("id", 1, 2, 3), new Named("v", firstNull)));
    Column secondBad =
        new Column(
            nan.type(),
            3,
            java.lang.foreign.MemorySegment.ofArray(new byte[] {0b110}),
            null,
            nan.values(),
            List.of());
    refuses(
        "NaN at coordinate 1, which must be finite, in row 2",
        batch(ids("id", 1, 2, 3), new Named("v", secondBad)));
  }

  @Test
  void aPartThatMustNotBeNullMayBeWhereTheWholeStructIs() {
    Field zip = new Field(0, "zip", Types.int32(), false, Map.of());
    Schema schema = Schema.builder().field("place", Types.struct(zip)).build();
    Column column = RowWriter.column(schema.field("place"), Arrays.asList(null, Map.of("zip", 1)));
    BatchCheck.conform(schema, batch(new Named("place", column)));
    Column bad = new Column(column.type(), 2, null, null, null, column.children());
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> BatchCheck.conform(schema, batch(new Named("place", bad))))
        .withMessage("column 'place' has a field 'zip' that must not be null, but is in row 0");
  }

  private record Named(String name, Column column) {}

  private static RecordBatch batch(Named... columns) {
    List<Field> fields =
        Arrays.stream(columns).map(c -> Field.of(c.name(), c.column().type())).toList();
    return new RecordBatch(
        fields, columns[0].column().length(), Arrays.stream(columns).map(Named::column).toList());
  }

  private static Named ids(String name, int... values) {
    return new Named(name, ArrayColumns.ofInts(Field.of(name, Types.int32()), values));
  }

  private static Named vectors(String name, float... coordinates) {
    return new Named(name, ArrayColumns.ofVectors(Field.of(name, Types.vector(3)), coordinates));
  }

  private static void refuses(String message, RecordBatch batch) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> BatchCheck.conform(SCHEMA, batch))
        .withMessageContaining(message);
  }
}
