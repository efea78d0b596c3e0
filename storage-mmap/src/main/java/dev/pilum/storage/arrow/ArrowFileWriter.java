package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * Writes Arrow IPC files that other Arrow readers open and that {@link ArrowFileReader} maps.
 * Metadata is version 5, numbers are little-endian, nothing is compressed, every buffer starts at a
 * multiple of 64 bytes of the file.
 *
 * <table>
 * <caption>A file</caption>
 * <tr><th>part</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>magic</td><td>8</td><td>{@code ARROW1} and two zeros</td></tr>
 * <tr><td>schema</td><td>up to a multiple of 64</td><td>framed schema message, see {@link SchemaCodec}</td></tr>
 * <tr><td>batch metadata</td><td>up to a multiple of 64</td><td>framed record batch message: rows, nulls, place and length of each
 * buffer in the body</td></tr>
 * <tr><td>batch body</td><td>a multiple of 64</td><td>the buffers, each padded with zeros to a multiple of 64. More batches may
 * follow</td></tr>
 * <tr><td>end of stream</td><td>8</td><td>int32 -1, int32 0</td></tr>
 * <tr><td>seal</td><td>16</td><td>Pilum's checksum of all metadata, see {@link Seal}; other readers never look here</td></tr>
 * <tr><td>footer</td><td>any</td><td>flatbuffer Footer: the schema again, place of each batch</td></tr>
 * <tr><td>footer length</td><td>4</td><td>int32</td></tr>
 * <tr><td>magic</td><td>6</td><td>{@code ARROW1}</td></tr>
 * </table>
 */
public final class ArrowFileWriter {
  private final ChecksummedOutput output;
  private final ArrowSchema schema;
  private final List<Placed> batches = new ArrayList<>();
  private final Seal seal = new Seal();

  /** Where a batch lies. */
  private record Placed(long offsetBytes, int metadataBytes, long bodyBytes) {}

  private ArrowFileWriter(ChecksummedOutput output, ArrowSchema schema) {
    this.output = output;
    this.schema = schema;
  }

  /** As {@link #write(FileStore, String, ArrowSchema, List)}, for one batch in memory. */
  public static WrittenFile write(FileStore files, String path, RecordBatch batch) {
    return write(files, path, ArrowSchema.of(batch.fields()), List.of(BatchPieces.of(batch)));
  }

  /**
   * Writes a new file, forces it and closes it. The file's name is durable only after the caller
   * forces its directory. What has been written when this throws is for the caller to delete.
   *
   * @param path where, inside {@code files}; must not exist
   * @param batches rows; {@link ArrowFileReader} opens files of exactly one batch, other Arrow
   *     readers any number
   * @throws InvalidRequest when a batch's columns are not the schema's, or a field that must have
   *     values has nulls; nothing has been created then
   * @throws dev.pilum.storage.error.StorageFailure when the disk says no
   */
  public static WrittenFile write(
      FileStore files, String path, ArrowSchema schema, List<BatchPieces> batches) {
    batches.forEach(batch -> check(schema, batch));
    byte[] head = SchemaCodec.encode(schema, FileFrame.HEAD_BYTES, BatchEncoder.ALIGNMENT);
    try (Arena arena = Arena.ofConfined();
        AppendFile file = files.create(path)) {
      ChecksummedOutput output = new ChecksummedOutput(file, arena);
      new ArrowFileWriter(output, schema).writeAll(head, batches);
      int crc = output.finish();
      file.force();
      return new WrittenFile(path, output.lengthBytes(), crc);
    }
  }

  private static void check(ArrowSchema schema, BatchPieces batch) {
    if (batch.columns().size() != schema.fields().size()) {
      throw new InvalidRequest(
          "a batch of %d columns for %d fields"
              .formatted(batch.columns().size(), schema.fields().size()));
    }
    for (int i = 0; i < schema.fields().size(); i++) {
      check(schema.fields().get(i), batch.columns().get(i));
    }
  }

  private static void check(Field field, ColumnPieces column) {
    if (!DataType.same(column.type(), field.type())) {
      throw new InvalidRequest(
          "column '%s' has type %s, got %s"
              .formatted(field.name(), field.type().describe(), column.type().describe()));
    }
    if (!field.nullable() && column.nullCount() > 0) {
      throw new InvalidRequest(
          "column '%s' must not be null, got %d nulls".formatted(field.name(), column.nullCount()));
    }
  }

  private void writeAll(byte[] head, List<BatchPieces> batches) {
    writeMetadata(FileFrame.head());
    writeMetadata(head);
    batches.forEach(this::writeBatch);
    output.write(FileFrame.END_OF_STREAM.clone());
    byte[] footer = footer();
    byte[] tail = FileFrame.tail(footer.length);
    output.write(seal.bytes(footer, tail));
    output.write(footer);
    output.write(tail);
  }

  private void writeMetadata(byte[] bytes) {
    seal.add(bytes);
    output.write(bytes);
  }

  private void writeBatch(BatchPieces batch) {
    BatchEncoder plan = new BatchEncoder(batch);
    long offsetBytes = output.lengthBytes();
    byte[] message = plan.message(offsetBytes);
    writeMetadata(message);
    for (BufferPieces buffer : plan.buffers()) {
      output.write(buffer);
      output.pad(BatchEncoder.ALIGNMENT);
    }
    batches.add(new Placed(offsetBytes, message.length, plan.bodyBytes()));
    assert output.lengthBytes() == offsetBytes + message.length + plan.bodyBytes()
        : "the body missed its plan";
  }

  private byte[] footer() {
    FlatBufferBuilder buffer = new FlatBufferBuilder(1024);
    int schemaAt = new SchemaEncoder(buffer).schema(schema);
    Footer.startDictionariesVector(buffer, 0);
    int dictionariesAt = buffer.endVector();
    Footer.startRecordBatchesVector(buffer, batches.size());
    for (Placed batch : batches.reversed()) {
      Block.createBlock(buffer, batch.offsetBytes(), batch.metadataBytes(), batch.bodyBytes());
    }
    int batchesAt = buffer.endVector();
    Footer.finishFooterBuffer(
        buffer,
        Footer.createFooter(buffer, MetadataVersion.V5, schemaAt, dictionariesAt, batchesAt, 0));
    return buffer.sizedByteArray();
  }
}
