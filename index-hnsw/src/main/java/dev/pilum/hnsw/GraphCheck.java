package dev.pilum.hnsw;

import dev.pilum.storage.schema.Metric;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/*
 * A checksum says that a file is what was written. This says that what was written is a graph over these rows: that every node is a
 * row with a vector, that every link leads to a node of its level, that the entry is one, and that norms and codes are those of the
 * vectors. Whether each node can be reached is not asked: a graph need not promise it, and recall measures it.
 */
/** Compares a graph with the vectors that it should have been built over. One thread. */
public final class GraphCheck {
  /** Rows whose codes are made anew to compare; evenly spread, 1,000 take some milliseconds. */
  private static final int CODED_ROWS = 1_000;

  /** What float32 sums in another order may differ by, relative. */
  private static final double ROUNDING = 1e-3;

  private final HnswGraph graph;
  private final VectorBlock block;
  private final @Nullable AcceptedOrdinals present;
  private final BitSet nodes = new BitSet();
  private final byte[] levels;

  private GraphCheck(HnswGraph graph, VectorBlock block, @Nullable AcceptedOrdinals present) {
    this.graph = graph;
    this.block = block;
    this.present = present;
    this.levels = new byte[block.rowCount()];
  }

  /**
   * Returns the first thing that does not fit, or {@code null}. Looks at every node and link, and
   * at every vector where lengths are kept.
   *
   * @param block all vectors of the segment
   * @param metric what near should mean in the graph
   * @param present rows with a vector; {@code null} for all
   * @throws dev.pilum.storage.error.Corruption when a link leads outside the graph
   */
  public static @Nullable String problem(
      HnswGraph graph, VectorBlock block, Metric metric, @Nullable AcceptedOrdinals present) {
    GraphShape shape = graph.shape();
    if (shape.rowCount() != block.rowCount()
        || shape.dimension() != block.dimension()
        || shape.element() != block.element()
        || shape.metric() != metric) {
      return "a graph of %d rows of %d %s by %s, not of %d rows of %d %s by %s"
          .formatted(
              shape.rowCount(),
              shape.dimension(),
              shape.element(),
              shape.metric(),
              block.rowCount(),
              block.dimension(),
              block.element(),
              metric);
    }
    return new GraphCheck(graph, block, present).problem();
  }

  private @Nullable String problem() {
    String found = nodesProblem();
    found = found == null ? levelsProblem() : found;
    found = found == null ? entryProblem() : found;
    found = found == null ? linksProblem() : found;
    found = found == null ? normsProblem() : found;
    return found == null ? codesProblem() : found;
  }

  /** Finds the nodes: rows with a vector, less those that hang on an equal one. */
  private @Nullable String nodesProblem() {
    int indexed = 0;
    BitSet hanging = new BitSet();
    for (int row = 0; row < block.rowCount(); row++) {
      if (present == null || present.contains(row)) {
        nodes.set(row);
        indexed++;
      }
      int next = graph.nextDuplicate(row);
      if (next != HnswGraph.NONE) {
        if (hanging.get(next) || !areEqual(row, next)) {
          return "row %d hangs on row %d, which is not its equal".formatted(next, row);
        }
        hanging.set(next);
      }
    }
    nodes.andNot(hanging);
    GraphShape shape = graph.shape();
    return indexed == shape.indexedRowCount() && nodes.cardinality() == shape.nodeCount()
        ? null
        : "%d rows with vectors in %d nodes, the file says %d in %d"
            .formatted(indexed, nodes.cardinality(), shape.indexedRowCount(), shape.nodeCount());
  }

  private boolean areEqual(int row, int other) {
    long bytes = block.rowBytes();
    return MemorySegment.mismatch(
            block.vectors(),
            row * bytes,
            (row + 1) * bytes,
            block.vectors(),
            other * bytes,
            (other + 1) * bytes)
        == -1;
  }

  /** Finds how many lists above level 0 each node has: up to where those of the next one begin. */
  private @Nullable String levelsProblem() {
    int last = HnswGraph.NONE;
    int begin = 0;
    for (int row = 0; row <= block.rowCount(); row++) {
      int first = row == block.rowCount() ? graph.upperListCount() : graph.firstUpperList(row);
      if (first == HnswGraph.NONE) {
        continue;
      }
      int count = first - begin;
      if (count < (last == HnswGraph.NONE ? 0 : 1) || count > HnswBuilder.MAX_LEVEL) {
        return "the lists of links above level 0 of row %d begin at %d after %d"
            .formatted(row, first, begin);
      }
      if (last != HnswGraph.NONE) {
        levels[last] = (byte) count;
      }
      last = row;
      begin = first;
    }
    return null;
  }

  private @Nullable String entryProblem() {
    int entry = graph.entryOrdinal();
    if (nodes.isEmpty()) {
      return entry == HnswGraph.NONE ? null : "an entry in a graph without nodes";
    }
    if (entry < 0 || !nodes.get(entry)) {
      return "the entry, row %d, is no node".formatted(entry);
    }
    return levels[entry] == graph.topLevel()
        ? null
        : "the entry is on level %d, not %d".formatted(levels[entry], graph.topLevel());
  }

  private @Nullable String linksProblem() {
    int[] links = new int[graph.shape().parameters().maxLinks(0)];
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      for (int level = 0; level <= levels[node]; level++) {
        int count = graph.copyLinks(level, node, links);
        for (int i = 0; i < count; i++) {
          int to = links[i];
          if (!nodes.get(to) || levels[to] < level || to == node) {
            return "a link on level %d from row %d to row %d, which is no other node there"
                .formatted(level, node, to);
          }
        }
      }
    }
    return null;
  }

  private @Nullable String normsProblem() {
    if (graph.shape().metric() != Metric.COSINE) {
      return null;
    }
    VectorKernels kernels = KernelProvider.forElement(block.element());
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      double square =
          kernels.squaredNorm(block.vectors(), node * block.rowBytes(), block.dimension());
      if (!areNear(InverseNorms.ofSquare(square), graph.inverseNorm(node))) {
        return "the length of row %d is not that of its vector".formatted(node);
      }
    }
    return null;
  }

  private @Nullable String codesProblem() {
    return switch (graph.codes()) {
      case null -> null;
      case RowCodes codes -> problem(codes);
      case SignCodes codes -> problem(codes);
    };
  }

  private @Nullable String problem(SignCodes codes) {
    SignLayout layout = codes.quantizer().layout();
    MemorySegment anew = MemorySegment.ofArray(new byte[layout.codeBytes()]);
    int step = Math.max(1, block.rowCount() / CODED_ROWS);
    for (int row = nodes.nextSetBit(0); row >= 0; row = nodes.nextSetBit(row + step)) {
      SignCodes.encode(block, codes.quantizer(), row, row + 1, anew, layout.codeBytes());
      MemorySegment kept = codes.rows().asSlice(row * codes.stride(), layout.codeBytes());
      if (!areNear(kept, anew, layout)) {
        return "the code of row %d is not that of its vector".formatted(row);
      }
    }
    return null;
  }

  /** Rounding may turn the sign of what is nearly zero, and change the factors a little. */
  private static boolean areNear(MemorySegment kept, MemorySegment anew, SignLayout layout) {
    int differing = 0;
    for (int w = 0; w < layout.words(); w++) {
      long offset = (long) w * Long.BYTES;
      differing += Long.bitCount(kept.get(RowCodes.LONG, offset) ^ anew.get(RowCodes.LONG, offset));
    }
    long tail = layout.tailOffset();
    return differing <= layout.words()
        && areNear(kept.get(RowCodes.FLOAT, tail), anew.get(RowCodes.FLOAT, tail))
        && areNear(
            kept.get(RowCodes.FLOAT, tail + Float.BYTES),
            anew.get(RowCodes.FLOAT, tail + Float.BYTES));
  }

  private @Nullable String problem(RowCodes codes) {
    CodeLayout layout = codes.layout();
    MemorySegment anew = MemorySegment.ofArray(new byte[layout.rowBytes()]);
    int step = Math.max(1, block.rowCount() / CODED_ROWS);
    for (int row = nodes.nextSetBit(0); row >= 0; row = nodes.nextSetBit(row + step)) {
      RowCodes.encode(block, codes.quantizer(), row, row + 1, anew);
      MemorySegment kept = codes.rows().asSlice((long) row * layout.rowBytes(), layout.rowBytes());
      if (!areNear(kept, anew, layout)) {
        return "the code of row %d is not that of its vector".formatted(row);
      }
    }
    return null;
  }

  /** Rounding may move a component by one step, and the scale a little; the bias follows them. */
  private static boolean areNear(MemorySegment kept, MemorySegment anew, CodeLayout layout) {
    for (int i = 0; i < layout.dimension(); i++) {
      if (Math.abs(kept.get(ValueLayout.JAVA_BYTE, i) - anew.get(ValueLayout.JAVA_BYTE, i)) > 1) {
        return false;
      }
    }
    return areNear(
        kept.get(RowCodes.FLOAT, layout.scaleOffset()),
        anew.get(RowCodes.FLOAT, layout.scaleOffset()));
  }

  private static boolean areNear(float one, float other) {
    return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
  }
}
