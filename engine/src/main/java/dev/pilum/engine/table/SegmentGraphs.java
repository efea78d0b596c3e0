package dev.pilum.engine.table;

import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.HeapBudget;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of a segment's vector columns, by field id, and what is known of the recall of each.
 *
 * <p>Any thread may ask; attaching and detaching is for one thread at a time.
 */
final class SegmentGraphs {
  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final RecordBatch rows;
  private final Arena arena;
  private volatile Map<Integer, HnswSearcher> searchers = Map.of();
  private volatile Map<Integer, EfCalibration> calibrations = Map.of();

  /**
   * Starts with none.
   *
   * @param rows all rows of the segment
   * @param arena keeps the maps
   */
  SegmentGraphs(FileStore files, String root, Schema schema, RecordBatch rows, Arena arena) {
    this.files = files;
    this.root = root;
    this.schema = schema;
    this.rows = rows;
    this.arena = arena;
  }

  /**
   * Maps a graph and has it used from now on.
   *
   * @throws Corruption when it is none of this segment
   */
  void attachGraph(FileMeta file) {
    String path = root + "/" + file.path();
    HnswGraph graph = HnswGraphFile.open(files, path, arena);
    FileCheck.checkGraph(files, path, file);
    Map<Integer, HnswSearcher> more = new HashMap<>(searchers);
    more.put(file.fieldId(), searcher(path, graph, file.fieldId()));
    searchers = Map.copyOf(more);
  }

  private HnswSearcher searcher(String path, HnswGraph graph, int fieldId) {
    Field field = schema.withId(fieldId);
    if (field == null || field.type().vectors() == null) {
      throw new Corruption(root, -1, "a vector column with field id " + fieldId, "none");
    }
    try {
      return new HnswSearcher(graph, Vectors.block(rows.column(field.name())));
    } catch (InvalidRequest e) {
      throw new Corruption(
          path, -1, "a graph of '" + field.name() + "'", String.valueOf(e.getMessage()));
    }
  }

  /** Reads what is known of a graph's recall. */
  void attachCalibration(FileMeta file) {
    Map<Integer, EfCalibration> more = new HashMap<>(calibrations);
    String path = root + "/" + file.path();
    more.put(file.fieldId(), EfCalibrationFile.read(files, path));
    FileCheck.checkCalibration(files, path, file);
    calibrations = Map.copyOf(more);
  }

  /** Has a graph used no more; whoever walks it may go on. */
  void detach(int fieldId) {
    Map<Integer, HnswSearcher> fewer = new HashMap<>(searchers);
    fewer.remove(fieldId);
    searchers = Map.copyOf(fewer);
  }

  /** Returns what walks a graph, or {@code null} while there is none. */
  @Nullable HnswSearcher searcher(int fieldId) {
    return searchers.get(fieldId);
  }

  /** Returns what is known of a graph's recall, or {@code null}. */
  @Nullable EfCalibration calibration(int fieldId) {
    return calibrations.get(fieldId);
  }

  boolean hasAny() {
    return !searchers.isEmpty();
  }

  /** Returns whether {@link #copyToHeap} would copy something. */
  boolean wantHeap(HeapBudget budget) {
    return searchers.values().stream().anyMatch(graph -> graph.wantsHeap(budget));
  }

  void copyToHeap(HeapBudget budget) {
    searchers.values().forEach(graph -> graph.copyToHeap(budget));
  }

  void leaveHeap() {
    searchers.values().forEach(HnswSearcher::leaveHeap);
  }
}
