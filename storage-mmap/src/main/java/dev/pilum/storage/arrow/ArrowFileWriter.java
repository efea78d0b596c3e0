package dev.pilum.storage.arrow;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.util.List;

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
  private ArrowFileWriter() {}

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
    batches.forEach(batch -> BatchFit.check(schema, batch));
    byte[] head = SchemaCodec.encode(schema, FileFrame.HEAD_BYTES, BatchEncoder.ALIGNMENT);
    try (Arena arena = Arena.ofConfined();
        AppendFile file = files.create(path)) {
      ChecksummedOutput output = new ChecksummedOutput(file, arena);
      FileMessages messages = new FileMessages(output, schema);
      messages.begin(head);
      batches.forEach(messages::write);
      messages.end();
      int crc = output.finish();
      file.force();
      return new WrittenFile(path, output.lengthBytes(), crc);
    }
  }
}
