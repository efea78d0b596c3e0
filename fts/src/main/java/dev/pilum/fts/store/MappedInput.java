package dev.pilum.fts.store;

import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a mapped file as Lucene reads them. Showing Lucene the memory itself lets it decode
 * postings with vector instructions. One thread at a time; clones and slices may each be read by
 * another, for as long as the mapping lives.
 */
public final class MappedInput extends IndexInput implements MemorySegmentAccessInput {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long length;
  private @Nullable MemorySegment bytes; // null once closed
  private long position;

  /** Reads {@code bytes}, whose memory somebody else owns and frees. */
  public MappedInput(String description, MemorySegment bytes) {
    super(description);
    this.bytes = bytes;
    this.length = bytes.byteSize();
  }

  @Override
  public byte readByte() throws EOFException {
    byte value = at(position, Byte.BYTES).get(BYTE, position);
    position += Byte.BYTES;
    return value;
  }

  @Override
  public short readShort() throws EOFException {
    short value = at(position, Short.BYTES).get(SHORT, position);
    position += Short.BYTES;
    return value;
  }

  @Override
  public int readInt() throws EOFException {
    int value = at(position, Integer.BYTES).get(INT, position);
    position += Integer.BYTES;
    return value;
  }

  @Override
  public long readLong() throws EOFException {
    long value = at(position, Long.BYTES).get(LONG, position);
    position += Long.BYTES;
    return value;
  }

  @Override
  public void readBytes(byte[] target, int offset, int count) throws EOFException {
    MemorySegment.copy(at(position, count), BYTE, position, target, offset, count);
    position += count;
  }

  @Override
  public void readInts(int[] target, int offset, int count) throws EOFException {
    long size = (long) Integer.BYTES * count;
    MemorySegment.copy(at(position, size), INT, position, target, offset, count);
    position += size;
  }

  @Override
  public void readLongs(long[] target, int offset, int count) throws EOFException {
    long size = (long) Long.BYTES * count;
    MemorySegment.copy(at(position, size), LONG, position, target, offset, count);
    position += size;
  }

  @Override
  public void readFloats(float[] target, int offset, int count) throws EOFException {
    long size = (long) Float.BYTES * count;
    MemorySegment.copy(at(position, size), FLOAT, position, target, offset, count);
    position += size;
  }

  @Override
  public byte readByte(long at) throws EOFException {
    return at(at, Byte.BYTES).get(BYTE, at);
  }

  @Override
  public void readBytes(long at, byte[] target, int offset, int count) throws EOFException {
    MemorySegment.copy(at(at, count), BYTE, at, target, offset, count);
  }

  @Override
  public short readShort(long at) throws EOFException {
    return at(at, Short.BYTES).get(SHORT, at);
  }

  @Override
  public int readInt(long at) throws EOFException {
    return at(at, Integer.BYTES).get(INT, at);
  }

  @Override
  public long readLong(long at) throws EOFException {
    return at(at, Long.BYTES).get(LONG, at);
  }

  @Override
  public MemorySegment segmentSliceOrNull(long at, long size) throws EOFException {
    return at(at, size).asSlice(at, size);
  }

  @Override
  public void seek(long to) throws EOFException {
    at(to, 0);
    position = to;
  }

  @Override
  public long getFilePointer() {
    open();
    return position;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public MappedInput clone() {
    open();
    return (MappedInput) super.clone();
  }

  @Override
  public MappedInput slice(String description, long offset, long size) {
    if (offset < 0 || size < 0 || offset > length - size) {
      throw new IllegalArgumentException(
          "slice '%s' of %d bytes from %d leaves %s of %d bytes"
              .formatted(description, size, offset, this, length));
    }
    return new MappedInput(getFullSliceDescription(description), open().asSlice(offset, size));
  }

  /** Ends reading through this input; the memory stays with its owner. */
  @Override
  public void close() {
    bytes = null;
  }

  /** Returns the bytes, having checked that {@code size} of them lie from {@code at} on. */
  private MemorySegment at(long at, long size) throws EOFException {
    MemorySegment all = open();
    if (at < 0 || at > length - size) {
      throw new EOFException("%d bytes at %d of %s: it has %d".formatted(size, at, this, length));
    }
    return all;
  }

  private MemorySegment open() {
    MemorySegment all = bytes;
    if (all == null) {
      throw new AlreadyClosedException("already closed: " + this);
    }
    return all;
  }
}
