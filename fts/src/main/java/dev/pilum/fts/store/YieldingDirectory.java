package dev.pilum.fts.store;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/**
 * A Lucene directory where whoever writes gives way to others every few kilobytes: Lucene merges
 * for long without a pause, and for each byte that it writes it does a lot.
 */
public final class YieldingDirectory extends FilterDirectory {
  /** What Lucene merges in some hundred microseconds. */
  private static final int BYTES_BETWEEN = 1 << 12;

  private final Runnable giveWay;

  /** Works in {@code directory}, and closes it. */
  public YieldingDirectory(Directory directory, Runnable giveWay) {
    super(directory);
    this.giveWay = giveWay;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return new YieldingOutput(in.createOutput(name, context), giveWay);
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return new YieldingOutput(in.createTempOutput(prefix, suffix, context), giveWay);
  }

  private static final class YieldingOutput extends FilterIndexOutput {
    private final Runnable giveWay;
    private long written;

    YieldingOutput(IndexOutput out, Runnable giveWay) {
      super("YieldingOutput(" + out + ")", out.getName(), out);
      this.giveWay = giveWay;
    }

    @Override
    public void writeByte(byte b) throws IOException {
      out.writeByte(b);
      count(1);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
      out.writeBytes(bytes, offset, length);
      count(length);
    }

    @Override
    public void writeShort(short value) throws IOException {
      out.writeShort(value);
      count(Short.BYTES);
    }

    @Override
    public void writeInt(int value) throws IOException {
      out.writeInt(value);
      count(Integer.BYTES);
    }

    @Override
    public void writeLong(long value) throws IOException {
      out.writeLong(value);
      count(Long.BYTES);
    }

    private void count(int bytes) {
      written += bytes;
      if (written >= BYTES_BETWEEN) {
        written = 0;
        giveWay.run();
      }
    }
  }
}
