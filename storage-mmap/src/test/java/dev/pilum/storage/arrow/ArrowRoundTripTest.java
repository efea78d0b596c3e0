package dev.pilum.storage.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowRoundTripTest {
  @TempDir Path folder;
  private FileStore files;

  @BeforeEach
  void openStore() {
    files = DiskFileStore.open(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 1000})
  void everyTypeComesBackAtAwkwardRowCounts(int rowCount) {
    comesBack(new RandomBatches(rowCount, 0.3).batch(RandomBatches.everyType(), rowCount));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 65})
  void columnsWithoutNullsComeBackWithoutValidity(int rowCount) {
    RecordBatch read =
        comesBack(new RandomBatches(rowCount, 0).batch(RandomBatches.everyType(), rowCount));
    assertThat(read.columns()).allMatch(column -> column.validity() == null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 65})
  void columnsOfNothingButNullsComeBack(int rowCount) {
    RecordBatch read =
        comesBack(new RandomBatches(rowCount, 1).batch(RandomBatches.everyType(), rowCount));
    assertThat(read.columns()).allMatch(column -> column.nullCount() == rowCount);
  }

  @Test
  void emptyTextsAndEmptyListsComeBackEmptyAndNotNull() {
    ColumnBuilder texts = ColumnBuilder.of(Types.utf8(), Allocator.heap());
    ColumnBuilder lists = ColumnBuilder.of(Types.list(Types.int8()), Allocator.heap());
    for (int row = 0; row < 9; row++) {
      texts.appendBytes(java.lang.foreign.MemorySegment.ofArray(new byte[0]), 0, 0);
      lists.endNested();
    }
    RecordBatch batch =
        new RecordBatch(
            List.of(Field.of("texts", texts.type()), Field.of("lists", lists.type())),
            9,
            List.of(texts.view(), lists.view()));
    RecordBatch read = comesBack(batch);
    assertThat(read.column("texts").nullCount()).isZero();
    assertThat(read.column("lists").startOf(9)).isZero();
  }

  @Test
  void everyBufferStartsAtAMultipleOf64BytesOfTheFile() {
    RecordBatch batch = new RandomBatches(5, 0.5).batch(RandomBatches.everyType(), 65);
    WrittenFile written = ArrowFileWriter.write(files, "aligned", batch);
    try (Arena arena = Arena.ofConfined()) {
      RecordBatch read =
          ArrowFileReader.open(files, "aligned", written.lengthBytes(), arena).batch();
      read.columns().forEach(ArrowRoundTripTest::isAligned);
    }
  }

  @Test
  void equalRowsGiveEqualFiles() {
    RecordBatch batch = new RandomBatches(6, 0.5).batch(RandomBatches.everyType(), 65);
    WrittenFile one = ArrowFileWriter.write(files, "one", batch);
    WrittenFile two = ArrowFileWriter.write(files, "two", batch);
    assertThat(two.crc32c()).isEqualTo(one.crc32c());
  }

  @Test
  void bitsOfRowsAppendedAfterAViewAreNotWritten() {
    ColumnBuilder flags = ColumnBuilder.of(Types.bool(), Allocator.heap());
    flags.appendNull();
    Column early = flags.view();
    RecordBatch batch = new RecordBatch(List.of(Field.of("flag", Types.bool())), 1, List.of(early));
    WrittenFile before = ArrowFileWriter.write(files, "before", batch);
    flags.appendBoolean(true);
    assertThat(ArrowFileWriter.write(files, "after", batch).crc32c()).isEqualTo(before.crc32c());
  }

  @Test
  void schemaMetadataAndHiddenColumnsComeBack() {
    Field rowId = new Field(9, "_rowid", Types.int64(), false, Map.of());
    RecordBatch batch = new RandomBatches(7, 0).batch(List.of(rowId), 3);
    ArrowSchema schema =
        ArrowSchema.of(batch.fields()).with(ArrowSchema.KEY, "id").with("note", "数据");
    WrittenFile written =
        ArrowFileWriter.write(files, "hidden", schema, List.of(BatchPieces.of(batch)));
    try (Arena arena = Arena.ofConfined()) {
      assertThat(ArrowFileReader.open(files, "hidden", written.lengthBytes(), arena).schema())
          .isEqualTo(schema);
    }
  }

  @Test
  void aNullWhereNoneMayBeIsRefusedBeforeAnyFileExists() {
    Field strict = new Field(1, "strict", Types.int32(), false, Map.of());
    Column nulls = new RandomBatches(8, 0).column(Types.int32(), 4, 1);
    RecordBatch batch = new RecordBatch(List.of(strict), 4, List.of(nulls));
    assertThatThrownBy(() -> ArrowFileWriter.write(files, "strict", batch))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'strict'")
        .hasMessageContaining("4 nulls");
    assertThat(files.exists("strict")).isFalse();
  }

  @Test
  void aFileThatExistsIsNeverWrittenOver() {
    RecordBatch batch = new RandomBatches(9, 0).batch(RandomBatches.everyType(), 1);
    WrittenFile written = ArrowFileWriter.write(files, "taken", batch);
    assertThatThrownBy(() -> ArrowFileWriter.write(files, "taken", batch))
        .isInstanceOf(StorageFailure.class);
    ArrowFileReader.verify(files, written);
  }

  @Test
  void severalBatchesAreWrittenButOnlyFilesOfOneAreOpened() {
    RecordBatch batch = new RandomBatches(10, 0.5).batch(RandomBatches.everyType(), 9);
    WrittenFile written =
        ArrowFileWriter.write(
            files,
            "two",
            ArrowSchema.of(batch.fields()),
            List.of(BatchPieces.of(batch), BatchPieces.of(batch)));
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> ArrowFileReader.open(files, "two", written.lengthBytes(), arena))
          .isInstanceOf(Corruption.class);
    }
  }

  private RecordBatch comesBack(RecordBatch batch) {
    WrittenFile written = ArrowFileWriter.write(files, "file.arrow", batch);
    assertThat(written.lengthBytes()).isEqualTo(files.length("file.arrow"));
    ArrowFileReader.verify(files, written);
    ArrowFile read =
        ArrowFileReader.open(files, "file.arrow", written.lengthBytes(), Arena.ofAuto());
    assertThat(read.schema().fields()).isEqualTo(batch.fields());
    assertThat(RandomBatches.content(read.batch())).isEqualTo(RandomBatches.content(batch));
    return read.batch();
  }

  private static void isAligned(Column column) {
    for (java.lang.foreign.MemorySegment buffer :
        new java.lang.foreign.MemorySegment[] {
          column.validity(), column.offsets(), column.values()
        }) {
      // A mapping starts at a page, so the address tells the place in the file.
      assertThat(buffer == null ? 0 : buffer.address() % 64).as(column.type().describe()).isZero();
    }
    column.children().forEach(ArrowRoundTripTest::isAligned);
  }
}
