package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * Rows are inserted in batches of fixed size. The nodes of a batch look for their neighbours at the same time, in the graph
 * as the batch found it and among the earlier nodes of their own batch; then every list of links is changed by exactly one
 * thread, in the order of the batch. Nothing depends on how many threads there are or which is faster: the same rows,
 * parameters and seed give the same graph, link by link.
 */
/**
 * Builds a graph over the rows of a block.
 *
 * <p>Takes about 140 bytes of heap per row at {@code m} 16, which is the graph, and at the start
 * about 25 more for a moment. Codes take {@link CodeLayout#rowBytes} per row outside the heap,
 * until the build ends.
 */
public final class HnswBuilder {

  /** No realistic graph has more levels: with m of 2, one row in four billion. */
  static final int MAX_LEVEL = 31;

  private static final int CACHE_LINE_BYTES = 64;

  /** Bytes of codes that a build keeps in an array, if that is no large part of the heap. */
  private static final long MOST_ON_HEAP = 1L << 30;

  /** Rows that one thread codes at a time: some hundred microseconds of work, as all pieces. */
  private static final int ROWS_PER_PIECE = 512;

  /** Nodes that one thread carries over at a time. */
  private static final int NODES_PER_PIECE = 32;

  /** Parts of a batch's links for each thread: some hold more work than others. */
  private static final int PARTS_PER_THREAD = 16;

  /** Where fewer than this share of the new nodes are carried over, carrying saves nothing. */
  private static final double LEAST_CARRIED = 0.2;

  /** Where fewer than this share of the former nodes are left, mending no longer keeps recall. */
  private static final double LEAST_LEFT = 0.25;

  private final HnswParameters parameters;
  private final byte[] levels;
  private final int[] nodes;
  private final HeapGraph graph;
  private final WorkerTeam team;
  private final BuildWorker[] workers;
  private final CarriedNodes.@Nullable Worker[] carriers;
  private final @Nullable CarriedNodes carried;

  private HnswBuilder(
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable FormerGraph former,
      byte[] levels,
      BuildThreads threads,
      Arena arena) {
    this.levels = levels;
    int indexed = count(levels);
    int @Nullable [] duplicates = DuplicateRows.chain(block, levels);
    this.nodes = nodes(levels, count(levels));
    this.carried = former == null ? null : carried(former, parameters, levels, nodes.length);
    this.team = new WorkerTeam(threads);
    RowCodes codes = parameters.codes() == Codes.NONE ? null : codes(block, metric, arena);
    this.parameters = parameters.withCodes(stored(parameters, codes, block, metric, arena));
    GraphShape shape =
        new GraphShape(
            metric,
            block.element(),
            block.dimension(),
            block.rowCount(),
            indexed,
            nodes.length,
            this.parameters);
    this.graph =
        new HeapGraph(
            shape,
            levels,
            inverseNorms(block, metric),
            duplicates,
            codes == null ? null : codes.quantizer());
    this.workers = new BuildWorker[team.size()];
    this.carriers = new CarriedNodes.Worker[team.size()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new BuildWorker(block, graph, codes);
      carriers[i] = carried == null ? null : carried.new Worker(block, graph, codes);
    }
  }

  /**
   * Builds a graph; the same arguments give the same graph, whatever the threads.
   *
   * @param block the rows; their memory must stay alive until this returns
   * @param metric what near means
   * @param parameters size and quality
   * @param included rows to build over; {@code null} for all. Others can never be found through the
   *     graph
   * @param threads who does the work
   * @param monitor told about progress; may cancel
   * @return the graph, to be searched or written to a file
   * @throws CancellationException when {@code monitor} said so, or the calling thread was
   *     interrupted
   * @throws InvalidRequest when {@code metric} does not measure the block's elements, or the block
   *     has more rows than a graph of these parameters can hold (33 million at {@code m} 16)
   */
  public static HnswGraph build(
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor) {
    return make(null, block, metric, parameters, included, threads, monitor);
  }

  /**
   * Builds a graph as {@link #build}, but begins with what is left of another one: carries over its
   * nodes and links, mends these where they led to rows that are gone, and inserts the other rows.
   * Begins from nothing where that would be hardly cheaper, or the other graph was built with
   * another {@code m}.
   *
   * @param former best the one of those to be merged that has the most rows left
   * @throws dev.pilum.storage.error.Corruption when the former graph comes from a damaged file
   * @throws InvalidRequest also when the former graph has another metric or other vectors
   */
  public static HnswGraph extend(
      FormerGraph former,
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor) {
    former.graph().shape().checkRelated(block, metric);
    return make(former, block, metric, parameters, included, threads, monitor);
  }

  private static HnswGraph make(
      @Nullable FormerGraph former,
      VectorBlock block,
      Metric metric,
      HnswParameters parameters,
      @Nullable AcceptedOrdinals included,
      BuildThreads threads,
      BuildMonitor monitor) {
    block.checkMetric(metric);
    int maxRowCount = HeapGraph.maxRowCount(parameters);
    if (block.rowCount() > maxRowCount) {
      throw new InvalidRequest(
          "a graph with m = %d holds at most %d rows, got %d; split the segment"
              .formatted(parameters.m(), maxRowCount, block.rowCount()));
    }
    HnswParameters fitting =
        block.element() == Element.INT8
                || block.element() == Element.BIT
                || block.dimension() > CodeLayout.MAX_DIMENSION
            ? parameters.withCodes(Codes.NONE)
            : parameters;
    byte[] levels = drawLevels(block.rowCount(), fitting, included);
    try (Arena arena = Arena.ofShared()) { // for codes, as long as this takes
      return new HnswBuilder(block, metric, fitting, former, levels, threads, arena)
          .build(block, monitor);
    }
  }

  /** Returns how many rows a graph of these parameters can hold. */
  public static int maxRowCount(HnswParameters parameters) {
    return HeapGraph.maxRowCount(parameters);
  }

  private HnswGraph build(VectorBlock block, BuildMonitor monitor) {
    if (carried == null) {
      insertAll(nodes, monitor);
    } else {
      carryOver(carried);
      insertAll(carried.others(nodes), monitor);
    }
    if (nodes.length > 0) {
      new GraphRepair(block, graph).connect(nodes);
    }
    return graph;
  }

  /** Codes all rows; {@code null} when codes do not tell near rows apart. */
  private @Nullable RowCodes codes(VectorBlock block, Metric metric, Arena arena) {
    CodeLayout layout = new CodeLayout(block.dimension());
    Quantizer quantizer = new Quantizer(metric, CodeCenter.of(block, metric, nodes));
    int rowBytes = layout.rowBytes();
    RowCodes codes = codes(layout, quantizer, (long) layout.rowBytes() * block.rowCount(), arena);
    int pieces = (block.rowCount() + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE;
    team.run(
        pieces,
        (piece, worker) -> {
          int from = piece * ROWS_PER_PIECE;
          int to = Math.min(block.rowCount(), from + ROWS_PER_PIECE);
          RowCodes.encode(block, quantizer, from, to, codes.rows().asSlice((long) from * rowBytes));
        });
    return new CodeTrial(block, metric, codes, nodes).passes(team) ? codes : null;
  }

  /**
   * Returns what the file will hold for walks: what was asked for, or the next larger codes that
   * tell near rows apart.
   *
   * @param codes what the build compares; {@code null} when int8 codes do not tell near rows apart
   */
  private Codes stored(
      HnswParameters wanted,
      @Nullable RowCodes codes,
      VectorBlock block,
      Metric metric,
      Arena arena) {
    if (codes == null) {
      return Codes.NONE;
    }
    if (wanted.codes() != Codes.ONE_BIT) {
      return Codes.INT8;
    }
    SignCodes signs = signs(block, codes.quantizer().signs(wanted.seed()), arena);
    return new CodeTrial(block, metric, signs, nodes).passes(team) ? Codes.ONE_BIT : Codes.INT8;
  }

  private SignCodes signs(VectorBlock block, SignQuantizer quantizer, Arena arena) {
    int rowBytes = quantizer.layout().codeBytes();
    MemorySegment rows = arena.allocate((long) rowBytes * block.rowCount(), CACHE_LINE_BYTES);
    team.run(
        (block.rowCount() + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE,
        (piece, worker) -> {
          int from = piece * ROWS_PER_PIECE;
          int to = Math.min(block.rowCount(), from + ROWS_PER_PIECE);
          MemorySegment target = rows.asSlice((long) from * rowBytes);
          SignCodes.encode(block, quantizer, from, to, target, rowBytes);
        });
    return new SignCodes(rows, null, rowBytes, block.rowCount(), quantizer);
  }

  /**
   * Makes room for codes: on the heap, where they are read faster, or off it where they are many.
   */
  private static RowCodes codes(CodeLayout layout, Quantizer quantizer, long bytes, Arena arena) {
    return bytes <= Math.min(MOST_ON_HEAP, Runtime.getRuntime().maxMemory() / 16)
        ? new RowCodes(new byte[(int) bytes], layout, quantizer)
        : new RowCodes(arena.allocate(bytes, CACHE_LINE_BYTES), layout, quantizer);
  }

  /** Returns what to carry over, with its levels set, or {@code null} where that is too little. */
  private static @Nullable CarriedNodes carried(
      FormerGraph former, HnswParameters parameters, byte[] levels, int nodeCount) {
    CarriedNodes carried = new CarriedNodes(former, levels);
    if (former.graph().shape().parameters().m() != parameters.m()
        || carried.count() < LEAST_CARRIED * nodeCount
        || carried.count() < LEAST_LEFT * former.graph().shape().nodeCount()) {
      return null;
    }
    carried.setLevels(levels);
    return carried;
  }

  /** Makes the carried nodes a graph. */
  private void carryOver(CarriedNodes carried) {
    int pieces = (nodes.length + NODES_PER_PIECE - 1) / NODES_PER_PIECE;
    team.run(pieces, (piece, worker) -> carryOver(carried, piece, carriers[worker]));
    for (int node : nodes) {
      if (carried.contains(node)
          && (graph.entryOrdinal() == HnswGraph.NONE || levels[node] > graph.topLevel())) {
        graph.enterAt(node, levels[node]);
      }
    }
  }

  private void carryOver(CarriedNodes carried, int piece, CarriedNodes.@Nullable Worker carrier) {
    assert carrier != null : "there is something to carry";
    int end = Math.min(nodes.length, (piece + 1) * NODES_PER_PIECE);
    for (int i = piece * NODES_PER_PIECE; i < end; i++) {
      if (carried.contains(nodes[i])) {
        carrier.carry(nodes[i], levels[nodes[i]]);
      }
    }
  }

  private void insertAll(int[] order, BuildMonitor monitor) {
    InsertBatch batch = new InsertBatch(levels, topLevel(), parameters.newLinks(0));
    for (int from = 0; from < order.length; from += InsertBatch.CAPACITY) {
      report(monitor, from, order.length);
      batch.fill(order, from, Math.min(order.length, from + InsertBatch.CAPACITY));
      insert(batch);
    }
    report(monitor, order.length, order.length);
  }

  private void insert(InsertBatch batch) {
    team.run(batch.size(), (slot, worker) -> workers[worker].plan(batch, slot));
    int parts = PARTS_PER_THREAD * team.size();
    batch.deal(parts);
    team.run(parts, (part, worker) -> batch.link(graph, workers[worker], part));
    for (int slot = 0; slot < batch.size(); slot++) {
      if (graph.entryOrdinal() == HnswGraph.NONE || batch.level(slot) > graph.topLevel()) {
        graph.enterAt(batch.ordinal(slot), batch.level(slot));
      }
    }
  }

  private static void report(BuildMonitor monitor, int inserted, int total) {
    if (!monitor.goOn(inserted, total)) {
      throw new CancellationException(
          "the build was cancelled at node %d of %d".formatted(inserted, total));
    }
  }

  private static int[] nodes(byte[] levels, int nodeCount) {
    int[] nodes = new int[nodeCount];
    int count = 0;
    for (int ordinal = 0; ordinal < levels.length; ordinal++) {
      if (levels[ordinal] >= 0) {
        nodes[count++] = ordinal;
      }
    }
    return nodes;
  }

  private int topLevel() {
    int top = 0;
    for (byte level : levels) {
      top = Math.max(top, level);
    }
    return top;
  }

  /**
   * Draws each row's level so that one in m of a level reaches the next (the paper's mL = 1 / ln
   * m); -1 where not included.
   */
  private static byte[] drawLevels(
      int rowCount, HnswParameters parameters, @Nullable AcceptedOrdinals included) {
    SplittableRandom random = new SplittableRandom(parameters.seed());
    double scale = 1 / Math.log(parameters.m());
    byte[] levels = new byte[rowCount];
    for (int ordinal = 0; ordinal < rowCount; ordinal++) {
      int level = (int) Math.min(MAX_LEVEL, -Math.log(1 - random.nextDouble()) * scale);
      levels[ordinal] = (byte) (included == null || included.contains(ordinal) ? level : -1);
    }
    return levels;
  }

  private static int count(byte[] levels) {
    int count = 0;
    for (byte level : levels) {
      count += level >= 0 ? 1 : 0;
    }
    return count;
  }

  private static float[] inverseNorms(VectorBlock block, Metric metric) {
    if (metric != Metric.COSINE) {
      return new float[0];
    }
    VectorKernels kernels = KernelProvider.forElement(block.element());
    float[] norms = new float[block.rowCount()];
    for (int ordinal = 0; ordinal < norms.length; ordinal++) {
      norms[ordinal] =
          InverseNorms.ofSquare(
              kernels.squaredNorm(block.vectors(), ordinal * block.rowBytes(), block.dimension()));
    }
    return norms;
  }
}
