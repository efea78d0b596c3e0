package dev.pilum.arrow;

import static dev.pilum.arrow.ArrowStreams.fill;
import static dev.pilum.arrow.ArrowStreams.readAll;
import static dev.pilum.arrow.ArrowStreams.refused;
import static dev.pilum.arrow.ArrowStreams.text;
import static dev.pilum.arrow.ArrowStreams.utf8;
import static dev.pilum.arrow.ArrowStreams.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Types;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrow Java writes, Pilum reads. */
class ArrowSourceTest {

  private static final int ROWS = 3_000;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everyBufferWasGivenBack() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource(CodecType.class)
  void severalBatchesOfAFileAndOfAStreamComeInWhateverTheCompression(CodecType codec)
      throws IOException {
    for (boolean file : new boolean[] {true, false}) {
      try (BigIntVector ids = new BigIntVector("id", allocator);
          VarCharVector texts = new VarCharVector("text", allocator);
          VectorSchemaRoot root = VectorSchemaRoot.of(ids, texts)) {
        byte[] bytes =
            write(
                root,
                new DictionaryProvider.MapDictionaryProvider(),
                file,
                codec,
                3,
                this::fillIdsAndTexts);
        checkIdsAndTexts(readAll(bytes), 3);
      }
    }
  }

  @Test
  void typesThatPilumLacksBecomeOnesThatHoldTheSameValues() throws IOException {
    try (LargeVarCharVector large = new LargeVarCharVector("large", allocator);
        ViewVarCharVector view = new ViewVarCharVector("view", allocator);
        TimeStampSecVector seconds = new TimeStampSecVector("seconds", allocator);
        TimeStampMilliTZVector millis = new TimeStampMilliTZVector("millis", allocator, "UTC");
        TimeStampNanoVector nanos = new TimeStampNanoVector("nanos", allocator);
        TimeSecVector time = new TimeSecVector("time", allocator);
        DateMilliVector date = new DateMilliVector("date", allocator);
        UInt8Vector unsigned = new UInt8Vector("unsigned", allocator);
        FixedSizeBinaryVector fixed = new FixedSizeBinaryVector("fixed", allocator, 3);
        VectorSchemaRoot root =
            VectorSchemaRoot.of(large, view, seconds, millis, nanos, time, date, unsigned, fixed)) {
      for (int row = 0; row < 10; row += 2) {
        large.setSafe(row, utf8("large " + row));
        view.setSafe(row, utf8("a view " + "x".repeat(row * 3)));
        seconds.setSafe(row, row - 5);
        millis.setSafe(row, row - 5);
        nanos.setSafe(row, (row - 5) * 1_000L);
        time.setSafe(row, row);
        date.setSafe(row, (row - 5) * 86_400_000L);
        unsigned.setSafe(row, row);
        fixed.setSafe(row, new byte[] {1, 2, (byte) row});
      }
      root.setRowCount(10);
      RecordBatch batch = readAll(write(root)).getFirst();
      assertThat(text(batch.column("large"), 4)).isEqualTo("large 4");
      assertThat(text(batch.column("view"), 0)).isEqualTo("a view ");
      assertThat(text(batch.column("view"), 8)).isEqualTo("a view " + "x".repeat(24));
      assertThat(batch.column("seconds").type()).isEqualTo(Types.timestamp());
      assertThat(batch.column("seconds").longAt(0)).isEqualTo(-5_000_000);
      assertThat(batch.column("millis").type()).isEqualTo(Types.timestamp("UTC"));
      assertThat(batch.column("millis").longAt(8)).isEqualTo(3_000);
      assertThat(batch.column("nanos").longAt(0)).isEqualTo(-5);
      assertThat(batch.column("time").longAt(2)).isEqualTo(2_000_000);
      assertThat(batch.column("date").longAt(0)).isEqualTo(-5);
      assertThat(batch.column("unsigned").longAt(6)).isEqualTo(6);
      assertThat(batch.column("fixed").bytesAt(4)).containsExactly(1, 2, 4);
      assertThat(batch.columns()).allMatch(column -> column.isNull(3) && column.nullCount() == 5);
    }
  }

  @Test
  void fixedSizeListsOfFloatsBecomeVectorsAndOfDoublesOnlyWhenAsked() throws IOException {
    try (FixedSizeListVector vectors = vectors(FloatingPointPrecision.SINGLE);
        VectorSchemaRoot root = VectorSchemaRoot.of(vectors)) {
      fillVectors(vectors);
      root.setRowCount(4);
      Column column = readAll(write(root)).getFirst().column("v");
      assertThat(column.type()).isEqualTo(Types.vector(Element.FLOAT32, 3));
      assertThat(column.isNull(2)).isTrue();
      assertThat(column.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED))
          .contains(9f, 10f, 11f);
    }
    try (FixedSizeListVector vectors = vectors(FloatingPointPrecision.DOUBLE);
        VectorSchemaRoot root = VectorSchemaRoot.of(vectors)) {
      fillVectors(vectors);
      root.setRowCount(4);
      byte[] bytes = write(root);
      refused(bytes, "'v'", "float64");
      try (ArrowSource source =
          ArrowSource.open(
              new ByteArrayInputStream(bytes), "input", Float64Vectors.ROUND_TO_FLOAT32)) {
        Column column = source.next().column("v");
        assertThat(column.type()).isEqualTo(Types.vector(Element.FLOAT32, 3));
        assertThat(column.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED))
            .contains(9f, 10f, 11f);
      }
    }
  }

  @Test
  void fixedSizeListsOfUnsignedBytesBecomeVectorsOfBits() throws IOException {
    try (FixedSizeListVector vectors = FixedSizeListVector.empty("v", 3, allocator)) {
      vectors.addOrGetVector(FieldType.nullable(new ArrowType.Int(8, false)));
      UInt1Vector bytes = (UInt1Vector) vectors.getDataVector();
      for (int row = 0; row < 4; row++) {
        if (row != 2) {
          vectors.startNewValue(row);
          for (int i = row * 3; i < row * 3 + 3; i++) {
            bytes.setSafe(i, 20 * i);
          }
        }
      }
      bytes.setValueCount(12);
      vectors.setValueCount(4);
      try (VectorSchemaRoot root = VectorSchemaRoot.of(vectors)) {
        root.setRowCount(4);
        Column column = readAll(write(root)).getFirst().column("v");
        assertThat(column.type()).isEqualTo(Types.bits(24));
        assertThat(column.isNull(2)).isTrue();
        assertThat(column.bytesAt(1)).containsExactly(60, 80, 100);
        assertThat(column.bytesAt(3)).containsExactly(180, 200, 220);
      }
    }
  }

  @Test
  void listsOfFixedSizeListsBecomeSeveralVectorsInEachRow() throws IOException {
    try (ListVector lists = ListVector.empty("v", allocator)) {
      lists.addOrGetVector(FieldType.nullable(new ArrowType.FixedSizeList(2)));
      FixedSizeListVector vectors = (FixedSizeListVector) lists.getDataVector();
      vectors.addOrGetVector(
          FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
      Float4Vector floats = (Float4Vector) vectors.getDataVector();
      int at = 0;
      for (int row = 0; row < 4; row++) {
        lists.startNewValue(row);
        for (int i = 0; i < row; i++) {
          vectors.startNewValue(at);
          floats.setSafe(2 * at, at);
          floats.setSafe(2 * at + 1, row);
          at++;
        }
        lists.endValue(row, row);
      }
      floats.setValueCount(2 * at);
      vectors.setValueCount(at);
      lists.setValueCount(4);
      try (VectorSchemaRoot root = VectorSchemaRoot.of(lists)) {
        root.setRowCount(4);
        Column column = readAll(write(root)).getFirst().column("v");
        assertThat(column.type()).isEqualTo(Types.multivector(2));
        assertThat(column.startOf(3)).isEqualTo(3);
        assertThat(column.endOf(3)).isEqualTo(6);
        assertThat(
                column
                    .children()
                    .getFirst()
                    .slice(5)
                    .toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED))
            .containsExactly(5f, 3f);
      }
    }
  }

  @Test
  void listsComeInWithNullsAndEmptyOnes() throws IOException {
    try (ListVector lists = ListVector.empty("lists", allocator)) {
      lists.addOrGetVector(FieldType.nullable(new ArrowType.Int(32, true)));
      IntVector elements = (IntVector) lists.getDataVector();
      int at = 0;
      for (int row = 0; row < 9; row++) {
        if (row % 3 != 2) {
          lists.startNewValue(row);
          for (int i = 0; i < row; i++) {
            elements.setSafe(at++, row);
          }
          lists.endValue(row, row);
        }
      }
      elements.setValueCount(at);
      lists.setValueCount(9);
      try (VectorSchemaRoot root = new VectorSchemaRoot(List.of(lists))) {
        root.setRowCount(9);
        Column column = readAll(write(root)).getFirst().column("lists");
        assertThat(column.type()).isEqualTo(Types.list(Types.int32()));
        assertThat(column.isNull(5)).isTrue();
        assertThat(column.endOf(0) - column.startOf(0)).isZero();
        assertThat(column.endOf(7) - column.startOf(7)).isEqualTo(7);
        assertThat(column.children().getFirst().longAt(column.startOf(7))).isEqualTo(7);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CodecType.class)
  void dictionariesAreDecoded(CodecType codec) throws IOException {
    try (VarCharVector words = new VarCharVector("words", allocator);
        VarCharVector plain = new VarCharVector("lang", allocator)) {
      for (int i = 0; i < 3; i++) {
        words.setSafe(i, utf8("word " + i));
      }
      words.setValueCount(3);
      for (int row = 0; row < 50; row++) {
        if (row % 7 != 0) {
          plain.setSafe(row, utf8("word " + row % 3));
        }
      }
      plain.setValueCount(50);
      Dictionary dictionary =
          new Dictionary(words, new DictionaryEncoding(8, false, new ArrowType.Int(8, true)));
      DictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider(dictionary);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
          VectorSchemaRoot root =
              new VectorSchemaRoot(List.of(encoded.getField()), List.of(encoded), 50)) {
        Column column =
            readAll(write(root, provider, true, codec, 2, (r, n) -> {})).get(1).column("lang");
        assertThat(column.type()).isEqualTo(Types.utf8());
        for (int row = 0; row < 50; row++) {
          assertThat(column.isNull(row) ? null : text(column, row))
              .isEqualTo(row % 7 == 0 ? null : "word " + row % 3);
        }
      }
    }
  }

  @Test
  void schemasOfArrowJavaBecomePilums() {
    var schema =
        new org.apache.arrow.vector.types.pojo.Schema(
            List.of(
                org.apache.arrow.vector.types.pojo.Field.notNullable(
                    "id", new ArrowType.LargeUtf8())),
            java.util.Map.of("pilum.key", "id"));
    assertThat(ArrowJavaSchemas.toPilum(schema).key()).isEqualTo("id");
    assertThat(ArrowJavaSchemas.toPilum(schema).field("id").type()).isEqualTo(Types.utf8());
  }

  private void fillIdsAndTexts(VectorSchemaRoot root, int number) {
    fill(root, ROWS, number);
  }

  private static void checkIdsAndTexts(List<RecordBatch> batches, int count) {
    assertThat(batches).hasSize(count);
    for (int number = 0; number < count; number++) {
      Column ids = batches.get(number).column("id");
      Column texts = batches.get(number).column("text");
      assertThat(ids.length()).isEqualTo(ROWS);
      for (int row = 0; row < ROWS; row++) {
        assertThat(ids.longAt(row)).isEqualTo(number * 1_000_000L + row);
        assertThat(texts.isNull(row) ? null : text(texts, row))
            .isEqualTo(row % 5 == 0 ? null : "text " + row % 50 + " of " + number);
      }
    }
  }

  private FixedSizeListVector vectors(FloatingPointPrecision precision) {
    FixedSizeListVector vectors = FixedSizeListVector.empty("v", 3, allocator);
    vectors.addOrGetVector(FieldType.nullable(new ArrowType.FloatingPoint(precision)));
    return vectors;
  }

  /** Four vectors counting from 0, the third of them null with null coordinates. */
  private static void fillVectors(FixedSizeListVector vectors) {
    for (int row = 0; row < 4; row++) {
      if (row != 2) {
        vectors.startNewValue(row);
        for (int i = row * 3; i < row * 3 + 3; i++) {
          switch (vectors.getDataVector()) {
            case Float4Vector floats -> floats.setSafe(i, i);
            case Float8Vector doubles -> doubles.setSafe(i, i);
            default -> throw new AssertionError();
          }
        }
      }
    }
    vectors.getDataVector().setValueCount(12);
    vectors.setValueCount(4);
  }
}
