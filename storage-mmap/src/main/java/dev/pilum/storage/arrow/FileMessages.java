package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;

/** The parts of an Arrow file, written one after another. One file, one thread. */
final class FileMessages {
  private final ChecksummedOutput output;
  private final ArrowSchema schema;
  private final List<Placed> batches = new ArrayList<>();
  private final Seal seal = new Seal();

  /** Where a batch lies. */
  private record Placed(long offsetBytes, int metadataBytes, long bodyBytes) {}

  FileMessages(ChecksummedOutput output, ArrowSchema schema) {
    this.output = output;
    this.schema = schema;
  }

  /**
   * Writes what comes before the first batch.
   *
   * @param head the framed schema
   */
  void begin(byte[] head) {
    writeMetadata(FileFrame.head());
    writeMetadata(head);
  }

  /** Writes a batch, known to fit the schema. */
  void write(BatchPieces batch) {
    BatchEncoder plan = new BatchEncoder(batch);
    long offsetBytes = output.lengthBytes();
    byte[] message = plan.message(offsetBytes);
    writeMetadata(message);
    plan.writeBody(output);
    batches.add(new Placed(offsetBytes, message.length, plan.bodyBytes()));
    assert output.lengthBytes() == offsetBytes + message.length + plan.bodyBytes()
        : "the body missed its plan";
  }

  /** Writes what comes behind the last batch. */
  void end() {
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
