package dev.pilum.hnsw;

import dev.pilum.storage.error.Corruption;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A graph as it lies in a mapped file. Its links are checked when they are followed: a damaged file
 * gives {@link Corruption} or wrong neighbours, never a read outside the map.
 */
final class MappedGraph extends HnswGraph {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String file;
  private final GraphFileHeader header;
  private final MemorySegment bytes;
  private final int rowCount;
  private final int m;
  private final long levelZeroLinks;
  private final int nodeBytes;
  private final long upperBlocks;
  private final long upperLinks;
  private final long norms;
  private final long duplicates;
  private final @Nullable WalkCodes codes;
  private final AtomicReference<@Nullable Copy> copy = new AtomicReference<>();

  /**
   * What walks read from the heap.
   *
   * @param coded {@code null} where codes say too little about distances
   * @param links {@code null} where they are read from the file
   * @param heapBytes how much memory all of it takes
   * @param budget what that was taken from
   */
  private record Copy(
      WalkCodes codes,
      @Nullable Coded coded,
      @Nullable ShortLinks links,
      long heapBytes,
      HeapBudget budget) {}

  /** {@code bytes} is the whole file, and as long as the header says. */
  MappedGraph(String file, GraphFileHeader header, MemorySegment bytes) {
    super(header.shape());
    this.file = file;
    this.header = header;
    this.bytes = bytes;
    this.rowCount = header.shape().rowCount();
    this.m = header.shape().parameters().m();
    this.upperBlocks = header.upperBlocksOffset();
    this.upperLinks = header.upperLinksOffset();
    this.norms = header.normsOffset();
    this.duplicates = header.duplicatesOffset();
    this.levelZeroLinks = header.levelZeroLinksOffset();
    this.nodeBytes = header.nodeBytes();
    this.codes = codes(header, bytes);
  }

  private static @Nullable WalkCodes codes(GraphFileHeader header, MemorySegment bytes) {
    return switch (header.shape().parameters().codes()) {
      case NONE -> null;
      case INT8 ->
          new RowCodes(
              bytes.asSlice(header.codesOffset(), header.codesBytes()),
              header.codeLayout(),
              new Quantizer(header.shape().metric(), center(header, bytes)));
      case ONE_BIT ->
          new SignCodes(
              bytes.asSlice(header.levelZeroOffset(), header.levelZeroBytes()),
              null,
              header.nodeBytes(),
              header.shape().rowCount(),
              new SignQuantizer(
                  header.shape().metric(),
                  center(header, bytes),
                  header.shape().parameters().seed()));
    };
  }

  private static float[] center(GraphFileHeader header, MemorySegment bytes) {
    float[] center = new float[header.shape().dimension()];
    MemorySegment.copy(bytes, FLOAT, header.centerOffset(), center, 0, center.length);
    return center;
  }

  @Override
  @Nullable WalkCodes codes() {
    Copy fastest = copy.get();
    return fastest == null ? codes : fastest.codes;
  }

  @Override
  @Nullable Coded coded() {
    Copy fastest = copy.get();
    return fastest == null ? null : fastest.coded;
  }

  @Override
  @Nullable ShortLinks shortLinks() {
    Copy fastest = copy.get();
    return fastest == null ? null : fastest.links;
  }

  @Override
  boolean wantsHeap(HeapBudget budget) {
    return codes != null && copy.get() == null && budget.hasRoomFor(codes.heapBytes());
  }

  @Override
  void copyToHeap(HeapBudget budget) {
    if (codes == null || copy.get() != null || !budget.take(codes.heapBytes())) {
      return;
    }
    long taken = codes.heapBytes();
    boolean used = false;
    try {
      WalkCodes codesOnHeap = codes.onHeap();
      ShortLinks links = null;
      long linkBytes = ShortLinks.heapBytes(this);
      if (ShortLinks.canHold(this) && budget.take(linkBytes)) {
        taken += linkBytes;
        links = ShortLinks.of(this);
        if (links == null) { // damaged
          budget.giveBack(linkBytes);
          taken -= linkBytes;
        }
      }
      Coded coded =
          codesOnHeap instanceof RowCodes copied
              ? CodeReach.of(copied, header.shape().metric(), rowCount, this)
              : null;
      Copy made = new Copy(codesOnHeap, coded, links, taken, budget);
      used = copy.compareAndSet(null, made);
      if (used) {
        letGoOf(made);
      }
    } finally {
      if (!used) {
        budget.giveBack(taken);
      }
    }
  }

  /**
   * Has the process hold no page that nobody will read: what is on it would be in memory twice. A
   * walk that is under way finds it in the system's cache again.
   */
  private void letGoOf(Copy copied) {
    if (!bytes.isMapped()) {
      return;
    }
    boolean apart = header.shape().parameters().codes() == Codes.INT8; // one-bit ones: among links
    if (apart) {
      bytes.asSlice(header.codesOffset(), header.codesBytes()).unload();
    }
    if (copied.links != null) {
      bytes.asSlice(header.levelZeroOffset(), header.levelZeroBytes()).unload();
    }
  }

  @Override
  void leaveHeap() {
    Copy last = copy.getAndSet(null);
    if (last != null) {
      last.budget.giveBack(last.heapBytes);
    }
  }

  @Override
  int entryOrdinal() {
    return header.entryOrdinal();
  }

  @Override
  int topLevel() {
    return header.topLevel();
  }

  @Override
  int copyLinks(int level, int ordinal, int[] target) {
    copyList(level, ordinal, target);
    int limit = header.shape().parameters().maxLinks(level);
    for (int i = 0; i < limit; i++) {
      if (Integer.compareUnsigned(target[i], rowCount) >= 0) {
        if (target[i] == NONE) {
          return i;
        }
        throw damagedLink(level, ordinal, i, target[i]);
      }
    }
    return limit;
  }

  @Override
  void copyList(int level, int ordinal, int[] target) {
    int limit = level == 0 ? 2 * m : m;
    MemorySegment.copy(bytes, INT, list(level, ordinal), target, 0, limit);
  }

  @Override
  Corruption damagedLink(int level, int ordinal, int place, int found) {
    long offset = list(level, ordinal) + 4L * place;
    return damaged(offset, "a link from -1 to " + (rowCount - 1), found);
  }

  @Override
  int nextDuplicate(int ordinal) {
    if (!header.hasDuplicates()) {
      return NONE;
    }
    long offset = duplicates + 4L * ordinal;
    int next = bytes.get(INT, offset);
    if (next != NONE && (next <= ordinal || next >= rowCount)) {
      throw damaged(
          offset, "-1 or an ordinal from %d to %d".formatted(ordinal + 1, rowCount - 1), next);
    }
    return next;
  }

  @Override
  boolean hasDuplicates() {
    return header.hasDuplicates();
  }

  @Override
  int firstUpperList(int ordinal) {
    return bytes.get(INT, upperBlocks + 4L * ordinal);
  }

  @Override
  int upperListCount() {
    return header.upperBlockCount();
  }

  @Override
  public float inverseNorm(int ordinal) {
    return bytes.get(FLOAT, norms + 4L * ordinal);
  }

  private long list(int level, int ordinal) {
    return level == 0 ? levelZeroLinks + (long) nodeBytes * ordinal : upperList(level, ordinal);
  }

  private long upperList(int level, int ordinal) {
    long offset = upperBlocks + 4L * ordinal;
    int first = bytes.get(INT, offset);
    if (first < 0 || first > header.upperBlockCount() - level) {
      throw damaged(offset, "a list from 0 to " + (header.upperBlockCount() - level), first);
    }
    return upperLinks + 4L * m * (first + level - 1);
  }

  private Corruption damaged(long offset, String expected, int found) {
    return new Corruption(file, offset, expected, Integer.toString(found));
  }
}
