package dev.pilum.storage.manifest;

import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be true of the numbers and names in a manifest, whatever its checksum says: nobody who
 * reads one need be afraid of a hostile one.
 */
final class ManifestCheck {
  private final String path;

  ManifestCheck(String path) {
    this.path = path;
  }

  /** Checks how many things follow: each takes at least so many bytes. */
  int count(int offset, int count, int bytesEach, int remainingBytes) {
    if (count < 0 || count > remainingBytes / bytesEach) {
      throw new Corruption(
          path, offset, "a count of 0 to " + remainingBytes / bytesEach, String.valueOf(count));
    }
    return count;
  }

  /** Checks numbers of the whole table, which stand at the head of the file. */
  void checkHead(long generation, long version, long nextRowId, long nextFile, long logEpoch) {
    check(16, "generation", generation, 1);
    check(32, "version", version, 0);
    check(40, "next row id", nextRowId, 1);
    check(48, "next file", nextFile, 1);
    check(56, "log epoch", logEpoch, 0);
  }

  /** Checks that segments follow one another and that no file is named twice. */
  void checkSegments(List<SegmentMeta> segments, long version, long nextRowId) {
    Set<String> paths = new HashSet<>();
    long before = 0;
    for (SegmentMeta segment : segments) {
      checkSegment(segment, before, version, nextRowId);
      before = segment.lastRowId();
      for (FileMeta file : segment.files()) {
        checkFile(file);
        if (!paths.add(file.path())) {
          throw new Corruption(path, -1, "each file once", "'" + file.path() + "' twice");
        }
      }
    }
  }

  /** Checks that each index is one of a column. */
  void checkIndexes(List<IndexDefinition> indexes, Schema schema) {
    for (IndexDefinition index : indexes) {
      if (schema.fields().stream().noneMatch(field -> field.id() == index.fieldId())) {
        throw new Corruption(
            path, -1, "indexes of columns", index.kind() + " of field " + index.fieldId());
      }
    }
  }

  /** Checks that what is known of commits ends with the manifest's own version. */
  void checkHistory(VersionHistory history, long version) {
    CommitHistory commits = history.commits();
    if (commits.count() > 0 && commits.firstVersion() != version - commits.count() + 1) {
      throw new Corruption(
          path,
          -1,
          "commits up to version " + version,
          "%d from version %d".formatted(commits.count(), commits.firstVersion()));
    }
  }

  /**
   * Asks for what a column's metadata say, which is read when it is needed.
   *
   * @throws IllegalArgumentException when they name no metric
   * @throws InvalidRequest when they name no analysis of text
   */
  static void checkWords(Field field) {
    DataType.Vector vector = field.type().vectors();
    if (vector != null) {
      field.metric().check(field.name(), vector);
    }
    TextAnalysis analysis = field.textAnalysis();
    assert analysis == null || vector == null : "text is no vector";
  }

  private void checkSegment(SegmentMeta segment, long before, long version, long nextRowId) {
    boolean fits =
        segment.rowCount() >= 1
            && segment.firstRowId() > before
            && segment.lastRowId() - segment.firstRowId() >= segment.rowCount() - 1L
            && segment.lastRowId() < nextRowId
            && segment.lastVersion() >= 1
            && segment.lastVersion() <= version
            && segment.deadCount() >= 0
            && segment.deadCount() <= segment.rowCount();
    if (!fits) {
      throw new Corruption(
          path,
          -1,
          "a segment with rows between " + before + " and " + nextRowId,
          "%d rows, %d of them dead, %d to %d, version %d"
              .formatted(
                  segment.rowCount(),
                  segment.deadCount(),
                  segment.firstRowId(),
                  segment.lastRowId(),
                  segment.lastVersion()));
    }
  }

  private void checkFile(FileMeta file) {
    boolean inside = file.path().startsWith("data/") || file.path().startsWith("index/");
    try {
      StorePath.check(file.path());
    } catch (InvalidRequest e) {
      inside = false;
    }
    if (!inside || file.lengthBytes() < 0) {
      throw new Corruption(
          path,
          -1,
          "files in the table's folders",
          "'%s' of %d bytes".formatted(file.path(), file.lengthBytes()));
    }
  }

  private void check(int offset, String what, long found, long least) {
    if (found < least) {
      throw new Corruption(path, offset, what + " of at least " + least, Long.toString(found));
    }
  }
}
