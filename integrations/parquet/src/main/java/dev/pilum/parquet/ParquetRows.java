package dev.pilum.parquet;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.BatchReader;
import dev.pilum.Scan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Writes the rows of a scan as Parquet. */
final class ParquetRows {
  /** Where Arrow's writers put the schema, and its readers look for it. */
  static final String ARROW_SCHEMA = "ARROW:schema";

  /** The same for ourselves. */
  static final String PILUM_SCHEMA = "pilum:schema";

  private static final int BATCH_ROWS = 1_024;

  /** A row group is in memory while it is written; this is an eighth of what is usual. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private ParquetRows() {}

  static long write(Scan scan, WritableByteChannel target) throws IOException {
    String arrowSchema = arrowSchema(scan);
    long rows = 0;
    try (BatchReader batches = scan.batches(BATCH_ROWS)) {
      RowSupport support = new RowSupport(batches.fields(), arrowSchema);
      try (ParquetWriter<RowSupport.RowOf> writer =
          new Builder(new ChannelOutput(target), support).open()) {
        while (batches.hasNext()) {
          Batch batch = batches.next();
          List<BatchColumn> columns = RowSupport.RowOf.columns(batch);
          for (int row = 0; row < batch.rowCount(); row++) {
            writer.write(new RowSupport.RowOf(columns, row));
          }
          rows += batch.rowCount();
        }
      }
    }
    return rows;
  }

  /** Returns the message with which an Arrow stream of these rows would begin. */
  static String arrowSchema(Scan scan) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    scan.limit(0).writeArrowStream(stream);
    byte[] bytes = stream.toByteArray();
    // A mark of 4 bytes, the length of the message, the message.
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, 8 + length));
  }

  /** Opens a writer. */
  private static final class Builder extends ParquetWriter.Builder<RowSupport.RowOf, Builder> {
    private final RowSupport support;

    Builder(OutputFile file, RowSupport support) {
      super(file);
      this.support = support;
    }

    ParquetWriter<RowSupport.RowOf> open() throws IOException {
      return withConf(new PlainParquetConfiguration())
          .withCodecFactory(new SnappyCodec())
          .withCompressionCodec(CompressionCodecName.SNAPPY)
          .withRowGroupSize(ROW_GROUP_BYTES)
          .build();
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the one that is not needs it to be there
    protected WriteSupport<RowSupport.RowOf> getWriteSupport(Configuration ignored) {
      return support;
    }

    @Override
    protected WriteSupport<RowSupport.RowOf> getWriteSupport(ParquetConfiguration ignored) {
      return support;
    }
  }
}
