package dev.pilum.storage.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrow's own Java library reads the files. They stay in {@code target/arrow-interop} with the
 * expected values beside them as JSON, for readers in other languages ({@code .ci/arrow-js}).
 */
class ArrowInteropTest {
  private static final Path FOLDER = Path.of("target", "arrow-interop");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 300})
  void arrowJavaReadsEveryTypeWithNulls(int rowCount) throws IOException {
    agrees(
        "every-type-" + rowCount,
        new RandomBatches(rowCount, 0.3).batch(RandomBatches.everyType(), rowCount),
        1);
  }

  @Test
  void arrowJavaReadsColumnsWithoutNulls() throws IOException {
    agrees("no-nulls", new RandomBatches(1, 0).batch(RandomBatches.everyType(), 65), 1);
  }

  @Test
  void arrowJavaReadsColumnsOfNothingButNulls() throws IOException {
    agrees("all-nulls", new RandomBatches(2, 1).batch(RandomBatches.everyType(), 9), 1);
  }

  @Test
  void arrowJavaReadsSeveralBatches() throws IOException {
    agrees("two-batches", new RandomBatches(3, 0.2).batch(RandomBatches.everyType(), 33), 2);
  }

  @ParameterizedTest
  @EnumSource(ArrowForm.class)
  void arrowJavaReadsBatchesThatWereWrittenAsTheyCame(ArrowForm form) throws IOException {
    RecordBatch some = new RandomBatches(4, 0.2).batch(RandomBatches.everyType(), 33);
    RecordBatch none = new RandomBatches(4, 0.2).batch(RandomBatches.everyType(), 0);
    String name = "as-they-came-" + form.name().toLowerCase(Locale.ROOT);
    Files.createDirectories(FOLDER);
    try (OutputStream target = Files.newOutputStream(FOLDER.resolve(name + ".arrow"));
        ArrowBatchWriter writer =
            new ArrowBatchWriter(target, ArrowSchema.of(some.fields()), form)) {
      for (RecordBatch batch : List.of(some, none, some, some)) {
        writer.write(batch);
      }
      writer.finish();
      assertThat(writer.lengthBytes()).isEqualTo(Files.size(FOLDER.resolve(name + ".arrow")));
    }
    Map<String, List<@Nullable Object>> expected = new LinkedHashMap<>();
    ExpectedRows.of(some).forEach((column, values) -> expected.put(column, repeated(values, 3)));
    Files.writeString(FOLDER.resolve(name + ".json"), ExpectedRows.json(99, expected));
    try (FileChannel channel = FileChannel.open(FOLDER.resolve(name + ".arrow"));
        RootAllocator allocator = new RootAllocator();
        ArrowReader reader =
            form == ArrowForm.FILE
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(channel, allocator)) {
      assertThat(rows(reader, some.fields())).isEqualTo(expected);
    }
  }

  @Test
  void aStreamThatFailsIsAFailureOfStorageAndNoMoreIsWritten() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    RecordBatch batch = new RandomBatches(4, 0.2).batch(RandomBatches.everyType(), 9);
    try (ArrowBatchWriter writer =
        new ArrowBatchWriter(full, ArrowSchema.of(batch.fields()), ArrowForm.FILE)) {
      writer.write(batch);
      assertThatExceptionOfType(StorageFailure.class)
          .isThrownBy(writer::finish)
          .withMessageContaining("no space left");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> writer.write(new RecordBatch(List.of(), 0, List.of())));
    }
  }

  @Test
  void arrowJavaReadsASchemaAsBytes() throws IOException {
    byte[] bytes =
        SchemaCodec.encode(ArrowSchema.of(RandomBatches.everyType()).with(ArrowSchema.KEY, "id"));
    ReadChannel channel =
        new ReadChannel(
            java.nio.channels.Channels.newChannel(new java.io.ByteArrayInputStream(bytes)));
    org.apache.arrow.vector.types.pojo.Schema schema = MessageSerializer.deserializeSchema(channel);
    assertThat(schema.getCustomMetadata()).containsEntry("pilum.key", "id");
    assertThat(schema.getFields()).hasSameSizeAs(RandomBatches.everyType());
    assertThat(schema.getFields().get(2).getMetadata())
        .containsEntry("pilum.field_id", "3")
        .containsEntry("kind", "scalar");
  }

  private static void agrees(String name, RecordBatch batch, int times) throws IOException {
    write(name, batch, times);
    Map<String, List<@Nullable Object>> once = ExpectedRows.of(batch);
    Map<String, List<@Nullable Object>> expected = new LinkedHashMap<>();
    once.forEach((column, values) -> expected.put(column, repeated(values, times)));
    Files.writeString(
        FOLDER.resolve(name + ".json"), ExpectedRows.json(batch.rowCount() * times, expected));
    assertThat(readByArrowJava(FOLDER.resolve(name + ".arrow"), batch.fields()))
        .isEqualTo(expected);
  }

  private static void write(String name, RecordBatch batch, int times) throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve(name + ".arrow"));
    List<BatchPieces> batches = repeated(List.of(BatchPieces.of(batch)), times);
    ArrowFileWriter.write(
        DiskFileStore.open(FOLDER), name + ".arrow", ArrowSchema.of(batch.fields()), batches);
  }

  private static <T> List<T> repeated(List<T> values, int times) {
    List<T> repeated = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      repeated.addAll(values);
    }
    return repeated;
  }

  private static Map<String, List<@Nullable Object>> readByArrowJava(Path file, List<Field> fields)
      throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      return rows(reader, fields);
    }
  }

  private static Map<String, List<@Nullable Object>> rows(ArrowReader reader, List<Field> fields)
      throws IOException {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    fields.forEach(field -> columns.put(field.name(), new ArrayList<>()));
    while (reader.loadNextBatch()) {
      for (Field field : fields) {
        FieldVector vector = reader.getVectorSchemaRoot().getVector(field.name());
        ArrowJavaRows.append(vector, field.type(), columns.get(field.name()));
      }
    }
    return columns;
  }
}
