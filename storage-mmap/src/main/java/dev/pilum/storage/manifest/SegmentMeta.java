package dev.pilum.storage.manifest;

import dev.pilum.storage.manifest.FileMeta.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment: its rows' range and its files.
 *
 * @param id the segment's number, never reused
 * @param rowCount rows in its files, deleted ones included; at least 1
 * @param firstRowId row id of ordinal 0, the lowest of the segment
 * @param lastRowId row id of the last ordinal, the highest
 * @param lastVersion the newest birth version among its rows
 * @param deadCount how many rows {@link Kind#DELETES} names
 * @param files its files
 */
public record SegmentMeta(
    long id,
    int rowCount,
    long firstRowId,
    long lastRowId,
    long lastVersion,
    int deadCount,
    List<FileMeta> files) {
  public SegmentMeta {
    files = List.copyOf(files);
  }

  /** Returns the file of this kind and field, or {@code null}. */
  public @Nullable FileMeta find(Kind kind, int fieldId) {
    for (FileMeta file : files) {
      if (file.kind() == kind && file.fieldId() == fieldId) {
        return file;
      }
    }
    return null;
  }

  /**
   * Returns this segment with {@code file} in place of the one of the same kind and field, if there
   * is one.
   */
  public SegmentMeta with(FileMeta file) {
    List<FileMeta> changed = new ArrayList<>(files);
    changed.removeIf(f -> f.kind() == file.kind() && f.fieldId() == file.fieldId());
    changed.add(file);
    return new SegmentMeta(id, rowCount, firstRowId, lastRowId, lastVersion, deadCount, changed);
  }

  /** Returns this segment without the file of this kind and field, if there is one. */
  public SegmentMeta without(Kind kind, int fieldId) {
    List<FileMeta> changed = new ArrayList<>(files);
    changed.removeIf(f -> f.kind() == kind && f.fieldId() == fieldId);
    return new SegmentMeta(id, rowCount, firstRowId, lastRowId, lastVersion, deadCount, changed);
  }

  /** Returns this segment with the given delete file, which names {@code dead} rows. */
  public SegmentMeta withDeletes(FileMeta file, int dead) {
    SegmentMeta changed = with(file);
    return new SegmentMeta(id, rowCount, firstRowId, lastRowId, lastVersion, dead, changed.files);
  }
}
