package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.ScalarIndex;
import org.jspecify.annotations.Nullable;

/**
 * One file of a segment, as it must be found on the disk.
 *
 * @param kind what is in it
 * @param path where it is inside the table's folder
 * @param fieldId the field it belongs to, for {@link Kind#VECTOR}, {@link Kind#GRAPH}, {@link
 *     Kind#CALIBRATION} and scalar indexes; 0 for others
 * @param lengthBytes how long it is
 * @param crc32c checksum of all its bytes; for keys, graphs, calibrations and scalar indexes of
 *     those before their footer, which says it too; 0 for graphs and calibrations in manifests of
 *     earlier builds, which did not know it
 */
public record FileMeta(Kind kind, String path, int fieldId, long lengthBytes, int crc32c) {
  /** What a file of a segment holds. Its code is part of the format. */
  public enum Kind {
    /** Pilum's own columns, and those but vectors that the table had when it was written. Truth. */
    SCALARS(0),
    /** One column by itself: of vectors, or one that was added or dropped later. Truth. */
    VECTOR(1),
    /** Which rows are deleted or replaced. Truth. */
    DELETES(2),
    /** Key hashes to ordinals. Rebuildable. */
    KEYS(3),
    /** The HNSW graph of one vector column. Rebuildable. */
    GRAPH(4),
    /** What recall that graph reaches with which breadth of search. Rebuildable. */
    CALIBRATION(5),
    /** The text index of all text columns. Rebuildable. */
    TEXT(6),
    /** Least and greatest values of blocks of rows, of all columns but vectors. Rebuildable. */
    ZONES(7),
    /** The rows of one column by value. Rebuildable. */
    ORDERED(8),
    /** The rows of each value of one column. Rebuildable. */
    BITMAP(9),
    /** The rows of each element of the lists of one column. Rebuildable. */
    LABELS(10);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** Returns the number that stands for this kind in a manifest. */
    int code() {
      return code;
    }

    /** Returns the kind that a number stands for, or {@code null}. */
    static @Nullable Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }

    /** Returns what the files of a kind of scalar index are. */
    public static Kind of(ScalarIndex index) {
      return switch (index) {
        case ORDERED -> ORDERED;
        case BITMAP -> BITMAP;
        case LABEL_LIST -> LABELS;
      };
    }

    /** Returns the kind of scalar index that the file is, or {@code null}. */
    public @Nullable ScalarIndex scalarIndex() {
      return switch (this) {
        case ORDERED -> ScalarIndex.ORDERED;
        case BITMAP -> ScalarIndex.BITMAP;
        case LABELS -> ScalarIndex.LABEL_LIST;
        case SCALARS, VECTOR, DELETES, KEYS, GRAPH, CALIBRATION, TEXT, ZONES -> null;
      };
    }

    /** Returns whether the file can be made again from the others. */
    public boolean isRebuildable() {
      return switch (this) {
        case SCALARS, VECTOR, DELETES -> false;
        case KEYS, GRAPH, CALIBRATION, TEXT, ZONES, ORDERED, BITMAP, LABELS -> true;
      };
    }
  }
}
