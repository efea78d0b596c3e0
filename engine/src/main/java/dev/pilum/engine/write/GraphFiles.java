package dev.pilum.engine.write;

import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.BuildMonitor;
import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.EfCalibrator;
import dev.pilum.hnsw.HnswBuilder;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.schema.Field;
import java.util.function.BooleanSupplier;

/**
 * Builds the graphs and calibrations of segments and writes their files, whose names are the
 * caller's to force.
 */
record GraphFiles(TableFolder folder, GraphBuilds builds) {
  /** Builds a graph over all vectors of a column. */
  HnswGraph build(Field field, Column vectors, BuildMonitor monitor) {
    return HnswBuilder.build(
        Vectors.block(vectors),
        field.metric(),
        builds.parameters(),
        Vectors.present(vectors),
        builds.threads(),
        monitor);
  }

  /** Writes a graph that was built over these vectors. */
  FileMeta write(Field field, HnswGraph graph, VectorBlock vectors) {
    String path = folder.newPath(FileMeta.Kind.GRAPH);
    String whole = folder.root() + "/" + path;
    long length = HnswGraphFile.write(folder.files(), whole, graph, vectors);
    int crc = HnswGraphFile.checksum(folder.files(), whole);
    return new FileMeta(FileMeta.Kind.GRAPH, path, field.id(), length, crc);
  }

  /** Measures a graph as it is searched; the same rows and the same graph give the same figures. */
  FileMeta measure(
      Field field,
      HnswSearcher searcher,
      Column vectors,
      long segmentId,
      BooleanSupplier cancelled) {
    EfCalibration calibration =
        EfCalibrator.measure(
            searcher, Vectors.present(vectors), segmentId, builds.threads(), cancelled);
    String path = folder.newPath(FileMeta.Kind.CALIBRATION);
    String whole = folder.root() + "/" + path;
    long length = EfCalibrationFile.write(folder.files(), whole, calibration);
    int crc = EfCalibrationFile.checksum(folder.files(), whole);
    return new FileMeta(FileMeta.Kind.CALIBRATION, path, field.id(), length, crc);
  }
}
