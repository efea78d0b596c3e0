package dev.pilum.arrow;

import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses ZSTD frames (RFC 8878). Ours, because what Java has is native code or leans on
 * Unsafe, neither of which an embedded library asks of its users. Frames follow one another;
 * dictionaries are refused, checksums skipped. Wrong input ends as {@link IllegalArgumentException}
 * or {@link IndexOutOfBoundsException}, never outside the arrays.
 */
final class ZstdFrame {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int MAX_BLOCK_BYTES = 128 << 10;

  private final byte[] source;
  private final MemorySegment view;
  private final int end;
  private final byte[] target;
  private final byte[] literals = new byte[MAX_BLOCK_BYTES];
  private int in;
  private int out;
  private int frameStart;
  private int literalCount;
  private @Nullable HuffmanTable huffman;
  private @Nullable ZstdSequences sequences;

  /** Reads {@code length} bytes of {@code source} from {@code start} on, fills {@code target}. */
  ZstdFrame(byte[] source, int start, int length, byte[] target) {
    this.source = source;
    this.view = MemorySegment.ofArray(source);
    this.in = start;
    this.end = start + length;
    this.target = target;
  }

  /** Returns how many bytes of the target have been filled. */
  int decompress() {
    while (in < end) {
      int magic = (int) next(4);
      if ((magic & 0xFFFF_FFF0) == SKIPPABLE) {
        skip(next(4));
      } else {
        Zstd.require(magic == MAGIC, "no frame");
        frame();
      }
    }
    return out;
  }

  private void frame() {
    int flags = (int) next(1);
    boolean single = (flags & 32) != 0;
    Zstd.require((flags & 8) == 0, "reserved bit");
    Zstd.require((flags & 3) == 0, "frame with a dictionary");
    skip(single ? 0 : 1);
    skip(contentSizeBytes(flags >>> 6, single));
    huffman = null;
    sequences = new ZstdSequences();
    frameStart = out;
    boolean last;
    do {
      int header = (int) next(3);
      last = (header & 1) != 0;
      block((header >>> 1) & 3, header >>> 3);
    } while (!last);
    skip((flags & 4) != 0 ? 4 : 0);
  }

  private static int contentSizeBytes(int flag, boolean single) {
    return flag == 0 ? (single ? 1 : 0) : 1 << flag;
  }

  private void block(int kind, int size) {
    switch (kind) {
      case 0 -> {
        Zstd.require(size <= end - in, "block cut short");
        System.arraycopy(source, in, target, out, size);
        in += size;
        out += size;
      }
      case 1 -> {
        Zstd.require(size <= target.length - out, "more than promised");
        Arrays.fill(target, out, out + size, (byte) next(1));
        out += size;
      }
      case 2 -> compressed(size);
      default -> throw new IllegalArgumentException("ZSTD data: block kind 3");
    }
  }

  private void compressed(int size) {
    Zstd.require(size <= end - in && size <= MAX_BLOCK_BYTES, "block cut short");
    int blockEnd = in + size;
    literals(blockEnd);
    ZstdSequences coder = sequences;
    assert coder != null : "a block outside a frame";
    out =
        coder.run(
            new ZstdSequences.Input(source, in, blockEnd),
            literals,
            literalCount,
            target,
            frameStart,
            out);
    in = blockEnd;
  }

  private void literals(int blockEnd) {
    int first = source[in] & 0xFF;
    int format = (first >>> 2) & 3;
    if ((first & 3) < 2) {
      plainLiterals((first & 3) == 1, format, blockEnd);
    } else {
      codedLiterals((first & 3) == 3, format, blockEnd);
    }
  }

  private void plainLiterals(boolean repeated, int format, int blockEnd) {
    int headerBytes = format == 1 ? 2 : format == 3 ? 3 : 1;
    literalCount = (int) (next(headerBytes) >>> (headerBytes == 1 ? 3 : 4));
    int bytes = repeated ? 1 : literalCount;
    Zstd.require(literalCount <= MAX_BLOCK_BYTES && bytes <= blockEnd - in, "literals cut short");
    if (repeated) {
      Arrays.fill(literals, 0, literalCount, source[in]);
    } else {
      System.arraycopy(source, in, literals, 0, literalCount);
    }
    in += bytes;
  }

  private void codedLiterals(boolean sameTable, int format, int blockEnd) {
    int width = format < 2 ? 10 : format == 2 ? 14 : 18;
    long header = next(format < 2 ? 3 : format + 2);
    int mask = (1 << width) - 1;
    literalCount = (int) (header >>> 4) & mask;
    int bytes = (int) (header >>> (4 + width)) & mask;
    Zstd.require(literalCount <= MAX_BLOCK_BYTES && bytes <= blockEnd - in, "literals cut short");
    int literalsEnd = in + bytes;
    HuffmanTable table = sameTable ? huffman : HuffmanTable.read(source, in, literalsEnd);
    if (table == null) {
      throw new IllegalArgumentException("ZSTD data: no Huffman table to repeat");
    }
    huffman = table;
    int start = sameTable ? in : in + HuffmanTable.descriptionBytes(source, in);
    if (format == 0) {
      table.decode(view, start, literalsEnd, literals, 0, literalCount);
    } else {
      fourStreams(table, start, literalsEnd);
    }
    in = literalsEnd;
  }

  private void fourStreams(HuffmanTable table, int start, int literalsEnd) {
    Zstd.require(literalsEnd - start >= 6, "literal streams cut short");
    int part = (literalCount + 3) / 4;
    Zstd.require(3 * part <= literalCount, "literal streams");
    int at = start + 6;
    for (int stream = 0; stream < 4; stream++) {
      int streamEnd =
          stream == 3 ? literalsEnd : at + (view.get(Layout.SHORT, start + 2L * stream) & 0xFFFF);
      Zstd.require(streamEnd <= literalsEnd, "literal streams cut short");
      int count = stream == 3 ? literalCount - 3 * part : part;
      table.decode(view, at, streamEnd, literals, stream * part, count);
      at = streamEnd;
    }
  }

  private void skip(long bytes) {
    Zstd.require(bytes <= end - in, "frame cut short");
    in += (int) bytes;
  }

  /** Returns the next {@code bytes} bytes, at most 5, as a number. */
  private long next(int bytes) {
    Zstd.require(bytes <= end - in, "frame cut short");
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (source[in++] & 0xFFL) << (8 * i);
    }
    return value;
  }
}
