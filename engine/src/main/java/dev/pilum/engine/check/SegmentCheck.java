package dev.pilum.engine.check;

import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.engine.table.FileCheck;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.segment.DeleteFile;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files of one segment: each by itself, against its checksum, and those that can be made
 * again against the columns. Changes nothing. One thread.
 */
public final class SegmentCheck {
  /** A row id and a version. */
  private static final long RANGE_BYTES = 2L * Long.BYTES;

  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final Pace pace;

  /** Speaks of segments of the table in the folder {@code root}. */
  public SegmentCheck(FileStore files, String root, Schema schema) {
    this(files, root, schema, Pace.FREE);
  }

  /**
   * As the other; {@code pace} is told of what is read as mapped memory. What is read of files,
   * {@code files} may see to.
   */
  public SegmentCheck(FileStore files, String root, Schema schema, Pace pace) {
    this.files = files;
    this.root = root;
    this.schema = schema;
    this.pace = pace;
  }

  /**
   * Checks all files of a segment. Indexes are compared with the columns only where these are
   * whole.
   */
  public Findings check(SegmentMeta segment) {
    Findings findings = new Findings();
    for (FileMeta file : segment.files()) {
      if (!file.kind().isRebuildable()) {
        checkAlone(segment, file, findings);
      }
    }
    try (Arena arena = Arena.ofShared()) {
      IndexCheck indexes = findings.hasLosses() ? null : columns(segment, arena, findings);
      for (FileMeta file : segment.files()) {
        if (file.kind().isRebuildable()) {
          boolean whole = checkAlone(segment, file, findings);
          if (whole && indexes != null) {
            compare(segment, file, indexes, findings);
          }
        }
      }
    }
    checkAllThere(segment, findings);
    return findings;
  }

  /** Returns whether the file is whole. */
  private boolean checkAlone(SegmentMeta segment, FileMeta file, Findings findings) {
    String path = root + "/" + file.path();
    try {
      read(segment, file, path);
      findings.checked(file.lengthBytes());
      return true;
    } catch (PilumException e) {
      add(segment, file, e, findings);
      return false;
    }
  }

  private void read(SegmentMeta segment, FileMeta file, String path) {
    FileCheck.check(files, root, segment, file);
    if (file.kind() == FileMeta.Kind.DELETES) {
      int dead = DeleteFile.read(files, path, segment.rowCount()).count();
      if (dead != segment.deadCount()) {
        throw new Corruption(path, -1, segment.deadCount() + " dead rows", dead + " dead rows");
      }
    }
  }

  private @Nullable IndexCheck columns(SegmentMeta segment, Arena arena, Findings findings) {
    FileMeta scalars = segment.find(FileMeta.Kind.SCALARS, 0);
    pace.spend(RANGE_BYTES * segment.rowCount());
    try {
      IndexCheck indexes = new IndexCheck(files, root, schema, segment, arena);
      indexes.checkRange();
      return indexes;
    } catch (PilumException e) {
      if (scalars != null) {
        add(segment, scalars, e, findings);
      } else {
        findings.add(Kind.SCALARS, Standing.TRUTH, root, e);
      }
      return null;
    }
  }

  /** Of the columns at most the scalars are read whole, of vectors a sample. */
  private void compare(SegmentMeta segment, FileMeta file, IndexCheck indexes, Findings findings) {
    FileMeta scalars = segment.find(FileMeta.Kind.SCALARS, 0);
    pace.spend(file.lengthBytes() + (scalars == null ? 0 : scalars.lengthBytes()));
    try {
      String problem = indexes.problem(file);
      if (problem != null) {
        String path = root + "/" + file.path();
        findings.add(
            Findings.kindOf(file),
            Standing.REBUILDABLE,
            path,
            "file '%s' does not fit the columns of segment %d: %s"
                .formatted(path, segment.id(), problem));
      }
    } catch (PilumException e) {
      add(segment, file, e, findings);
    }
  }

  private void add(SegmentMeta segment, FileMeta file, PilumException e, Findings findings) {
    Standing standing = Findings.standingOf(file);
    String path = root + "/" + file.path();
    findings.add(Findings.kindOf(file), standing, path, e);
    if (standing == Standing.TRUTH) {
      findings.explainLast(
          "; it concerns %d rows, row ids %d to %d"
              .formatted(segment.rowCount(), segment.firstRowId(), segment.lastRowId()));
    }
  }

  /** Every segment has these where the schema asks for them; others may come later. */
  private void checkAllThere(SegmentMeta segment, Findings findings) {
    if (schema.key() != null && segment.find(FileMeta.Kind.KEYS, 0) == null) {
      findings.add(
          Kind.KEYS, Standing.REBUILDABLE, root, "segment " + segment.id() + " has no key file");
    }
    if (!TextColumns.of(schema).isEmpty() && segment.find(FileMeta.Kind.TEXT, 0) == null) {
      findings.add(
          Kind.TEXT, Standing.REBUILDABLE, root, "segment " + segment.id() + " has no text index");
    }
  }
}
