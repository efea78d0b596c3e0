package dev.pilum.engine.check;

import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks at the rows of a view one by one: their ids, their versions, and that each key leads to its
 * live row and to no other. Rows whose files are damaged are read as well as they can be. One
 * thread.
 */
public final class RowCheck {
  private final TableView view;
  private final String root;
  private final Manifest manifest;
  private final Findings findings;
  private final Set<String> noted = new HashSet<>();

  /** Checks {@code view}, which the caller holds; {@code manifest} says where segments are. */
  public RowCheck(TableView view, String root, Manifest manifest, Findings findings) {
    this.view = view;
    this.root = root;
    this.manifest = manifest;
    this.findings = findings;
  }

  /** Adds what is wrong to the findings. */
  public void check() {
    long before = 0;
    for (SourceView source : view.sources()) {
      before = check(source, 0, source.rowCount(), before);
    }
  }

  /**
   * Checks some rows, the first ones whose ids are above {@code rowId}; whoever goes on with a
   * newer view misses none that is in both.
   *
   * @param rows how many, all of one source; at least 1
   * @return the id of the last of them, {@link Long#MAX_VALUE} when there is none
   */
  public long checkAfter(long rowId, int rows) {
    for (SourceView source : view.sources()) {
      int first = source.firstAfter(rowId);
      if (first < source.rowCount()) {
        return check(source, first, (int) Math.min(source.rowCount(), first + (long) rows), rowId);
      }
    }
    return Long.MAX_VALUE;
  }

  /** Returns the id of the last row. */
  private long check(SourceView source, int from, int to, long rowIdBefore) {
    long before = rowIdBefore;
    for (int ordinal = from; ordinal < to; ordinal++) {
      long rowId = source.rowIds().longAt(ordinal);
      if (rowId <= before) {
        add(source, Kind.SCALARS, "row id %d follows %d in '%s'".formatted(rowId, before, root));
      }
      before = rowId;
      checkVersion(source, ordinal);
      checkKey(source, ordinal);
    }
    return before;
  }

  private void checkVersion(SourceView source, int ordinal) {
    long version = source.versions().longAt(ordinal);
    if (version < 1 || version > view.version()) {
      add(
          source,
          Kind.SCALARS,
          "a row of version %d in '%s', whose newest is %d"
              .formatted(version, root, view.version()));
    }
  }

  private void checkKey(SourceView source, int ordinal) {
    KeyReader keys = source.keys();
    if (keys == null || source.dead().contains(ordinal)) {
      return;
    }
    byte[] key;
    try {
      key = keys.bytesAt(ordinal);
    } catch (IndexOutOfBoundsException e) {
      add(source, Kind.SCALARS, unreadable("the key of row " + ordinal, e));
      return;
    }
    long hash = keys.hashAt(ordinal);
    int found = 0;
    for (SourceView other : view.sources()) {
      int place = placeIn(other, hash, key);
      found += place >= 0 ? 1 : 0;
      if (other == source && place != ordinal) {
        Kind kind = place < 0 ? Kind.KEYS : Kind.DELETES;
        add(
            source,
            kind,
            "the key of row %d of '%s' leads to row %d".formatted(ordinal, root, place));
      }
    }
    if (found > 1) {
      add(
          source,
          Kind.DELETES,
          "the key of row %d of '%s' is there %d times".formatted(ordinal, root, found));
    }
  }

  /**
   * Returns the ordinal of the live row with this key, or -1, also where it cannot be looked up.
   */
  private int placeIn(SourceView source, long hash, byte[] key) {
    try {
      return source.findLive(hash, key);
    } catch (Corruption | IndexOutOfBoundsException e) {
      add(source, Kind.KEYS, unreadable("a key", e));
      return -1;
    }
  }

  private String unreadable(String what, RuntimeException failure) {
    return "%s of '%s' cannot be read: %s".formatted(what, root, failure.getMessage());
  }

  /** Notes the first problem of each file; the others are of the same making. */
  private void add(SourceView source, Kind kind, String message) {
    Standing standing = kind == Kind.KEYS ? Standing.REBUILDABLE : Standing.TRUTH;
    String file = fileOf(source, kind);
    if (noted.add(kind + file)) {
      findings.add(kind, standing, file, message);
    }
  }

  /** Returns the file of this kind that the rows have, or the table's folder. */
  private String fileOf(SourceView source, Kind kind) {
    if (source.source() instanceof Segment segment) {
      for (SegmentMeta meta : manifest.segments()) {
        FileMeta file = meta.find(FileMeta.Kind.valueOf(kind.name()), 0);
        if (meta.id() == segment.id() && file != null) {
          return root + "/" + file.path();
        }
      }
    }
    return root;
  }
}
