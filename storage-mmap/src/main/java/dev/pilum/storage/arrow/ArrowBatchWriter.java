package dev.pilum.storage.arrow;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * Writes batches as they come to somebody else's stream, as an Arrow file (see {@link
 * ArrowFileWriter}) or as an Arrow stream, which has neither magic nor anything behind its end
 * mark. Takes a mebibyte of native memory until closed. One thread at a time.
 */
public final class ArrowBatchWriter implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final ArrowSchema schema;
  private final OutputStream target;
  private final byte[] copy = new byte[1 << 16];
  private final ChecksummedOutput output;
  private final ArrowForm form;
  private final FileMessages file;

  /**
   * Writes the beginning.
   *
   * @param target stays open; is written in pieces of up to 64 KiB
   * @throws StorageFailure when {@code target} throws an {@link IOException}; so do the others
   */
  public ArrowBatchWriter(OutputStream target, ArrowSchema schema, ArrowForm form) {
    this.schema = schema;
    this.target = target;
    this.form = form;
    this.output = new ChecksummedOutput(this::append, arena);
    this.file = new FileMessages(output, schema);
    int headAt = form == ArrowForm.FILE ? FileFrame.HEAD_BYTES : 0;
    byte[] head = SchemaCodec.encode(schema, headAt, BatchEncoder.ALIGNMENT);
    switch (form) {
      case FILE -> file.begin(head);
      case STREAM -> output.write(head);
    }
  }

  /**
   * Writes a batch.
   *
   * @throws InvalidRequest when its columns are not the schema's
   */
  public void write(RecordBatch batch) {
    BatchPieces pieces = BatchPieces.of(batch);
    BatchFit.check(schema, pieces);
    switch (form) {
      case FILE -> file.write(pieces);
      case STREAM -> {
        BatchEncoder plan = new BatchEncoder(pieces);
        output.write(plan.message(output.lengthBytes()));
        plan.writeBody(output);
      }
    }
  }

  /** Writes the end and hands everything to the target; what was not finished is no Arrow file. */
  public void finish() {
    switch (form) {
      case FILE -> file.end();
      case STREAM -> output.write(FileFrame.END_OF_STREAM.clone());
    }
    output.finish();
    try {
      target.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Returns how many bytes have been written, those on their way included. */
  public long lengthBytes() {
    return output.lengthBytes();
  }

  /** Lets go of memory, finished or not; the target stays open. Again does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        int length = Math.min(copy.length, bytes.remaining());
        bytes.get(copy, 0, length);
        target.write(copy, 0, length);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static StorageFailure failure(IOException e) {
    return new StorageFailure(
        "the rows could not be written where they were to go: %s; what is there is not whole"
            .formatted(e.getMessage()),
        e);
  }
}
