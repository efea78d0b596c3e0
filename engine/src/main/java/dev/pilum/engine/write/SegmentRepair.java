package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.segment.DeadRows;
import java.util.List;
import java.util.Set;

/**
 * Makes indexes of segments again from their columns, which are sound: writes new files, whose
 * names are the caller's to force. One thread.
 */
final class SegmentRepair {
  /** Calibrations measure graphs; keys and texts are there from the start. */
  private static final List<Kind> IN_ORDER =
      List.of(Kind.GRAPH, Kind.CALIBRATION, Kind.ZONES, Kind.ORDERED, Kind.BITMAP, Kind.LABELS);

  private final TableFolder folder;
  private final Manifest manifest;
  private final ScalarFiles scalars;
  private final GraphFiles graphs;

  SegmentRepair(TableFolder folder, Manifest manifest, GraphBuilds builds) {
    this.folder = folder;
    this.manifest = manifest;
    this.scalars = new ScalarFiles(folder, manifest.schema());
    this.graphs = new GraphFiles(folder, builds);
  }

  /** Returns the segment with a new file for each damaged one, and for keys and text without. */
  SegmentMeta mended(SegmentMeta segment, Set<String> damagedPaths) {
    SegmentMeta sound = segment;
    for (FileMeta file : segment.files()) {
      if (damagedPaths.contains(folder.pathOf(file))) {
        sound = sound.without(file.kind(), file.fieldId());
      }
    }
    SegmentMeta opening = new Rebuilding(folder, manifest.schema()).repaired(sound);
    Segment open = Segment.open(folder.files(), folder.root(), manifest.schema(), opening);
    try {
      return completed(segment, opening, open);
    } finally {
      open.release();
    }
  }

  /** Adds what {@code before} had. */
  private SegmentMeta completed(SegmentMeta before, SegmentMeta opening, Segment open) {
    SegmentMeta completed = opening;
    RecordBatch rows = open.view(DeadRows.NONE).rows();
    for (Kind kind : IN_ORDER) {
      for (FileMeta file : before.files()) {
        if (file.kind() == kind && completed.find(kind, file.fieldId()) == null) {
          FileMeta made = anew(file, open, rows);
          open.attach(made);
          completed = completed.with(made);
        }
      }
    }
    return completed;
  }

  private FileMeta anew(FileMeta lost, Segment open, RecordBatch rows) {
    return switch (lost.kind()) {
      case GRAPH -> graph(lost.fieldId(), rows);
      case CALIBRATION -> calibration(lost.fieldId(), open, rows);
      case ZONES -> scalars.zones(rows);
      case ORDERED, BITMAP, LABELS -> scalars.index(rows, definition(lost));
      case KEYS, TEXT, SCALARS, VECTOR, DELETES ->
          throw new AssertionError(lost.path() + " is there already");
    };
  }

  private FileMeta graph(int fieldId, RecordBatch rows) {
    Field field = field(fieldId);
    Column vectors = rows.column(field.name());
    HnswGraph graph = graphs.build(field, vectors, (done, total) -> true);
    return graphs.write(field, graph, Vectors.block(vectors));
  }

  private FileMeta calibration(int fieldId, Segment open, RecordBatch rows) {
    Field field = field(fieldId);
    HnswSearcher searcher = open.graph(fieldId);
    assert searcher != null : "graphs come first";
    return graphs.measure(field, searcher, rows.column(field.name()), open.id(), () -> false);
  }

  private static IndexDefinition definition(FileMeta file) {
    ScalarIndex kind = file.kind().scalarIndex();
    assert kind != null : file;
    return new IndexDefinition(file.fieldId(), kind);
  }

  private Field field(int fieldId) {
    Field field = manifest.schema().withId(fieldId);
    if (field == null) {
      throw new Corruption(folder.root(), -1, "a column with field id " + fieldId, "none");
    }
    return field;
  }
}
