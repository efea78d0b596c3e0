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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of a segment's vector columns, by field id, and what is known of the recall of each.
 *
 * <p>Safe for use by many threads.
 */
final class SegmentGraphs {
  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final RecordBatch rows;
  private final Arena arena;
  private final Map<Integer, HnswSearcher> searchers = new ConcurrentHashMap<>();
  private final Map<Integer, EfCalibration> calibrations = new ConcurrentHashMap<>();

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
    HnswGraph graph = HnswGraphFile.open(files, path, file.crc32c(), arena);
    searchers.put(file.fieldId(), searcher(path, graph, file.fieldId()));
  }

  private HnswSearcher searcher(String path, HnswGraph graph, int fieldId) {
    Field field = schema.withId(fieldId);
    if (field == null || field.type().vectors() == null) {
      throw new Corruption(root, -1, "a vector column with field id " + fieldId, "none");
    }
    if (graph.shape().metric() != field.metric()) {
      throw new Corruption(
          path, -1, "a graph of metric " + field.metric(), "one of " + graph.shape().metric());
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
    String path = root + "/" + file.path();
    calibrations.put(file.fieldId(), EfCalibrationFile.read(files, path, file.crc32c()));
  }

  /** Has a graph used no more; whoever walks it may go on. */
  void detach(int fieldId) {
    HnswSearcher gone = searchers.remove(fieldId);
    if (gone != null) {
      gone.leaveHeap(); // nobody will find it when the segment goes
    }
  }

  /** Has what is known of a graph's recall used no more. */
  void detachCalibration(int fieldId) {
    calibrations.remove(fieldId);
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
