package dev.pilum.testkit.damage;

import dev.pilum.storage.env.StorePath;
import java.util.Locale;

/** What a file of a database folder is, told from its path. */
public enum FileType {
  /** The newest state of a table. */
  MANIFEST,
  /** Commits. */
  LOG,
  /** Columns, of scalars or of one vector column. */
  ARROW,
  /** Dead rows. */
  DELETES,
  /** Key hashes to ordinals. */
  KEYS,
  /** A graph. */
  HNSW,
  /** A graph's recall. */
  EF,
  /** A Lucene index. */
  TEXT,
  /** Zone maps. */
  ZONES,
  /** A scalar index of sorted rows. */
  ORDERED,
  /** A scalar index of a bitmap for each value. */
  BITMAP,
  /** A scalar index of a bitmap for each element of lists. */
  LABELS,
  /** The lock file, who holds it, or the mark of a dropped table: their bytes mean nothing. */
  MARK;

  /** Returns whether a manifest names files of this type. */
  public boolean isOfSegment() {
    return switch (this) {
      case MANIFEST, LOG, MARK -> false;
      case ARROW, DELETES, KEYS, HNSW, EF, TEXT, ZONES, ORDERED, BITMAP, LABELS -> true;
    };
  }

  /** Returns what the file with this path is. */
  public static FileType of(String path) {
    String name = StorePath.name(path);
    if (name.endsWith(".mf")) {
      return MANIFEST;
    }
    if (name.endsWith(".wal")) {
      return LOG;
    }
    if (name.endsWith(".arrow")) {
      return ARROW;
    }
    if (name.endsWith(".del")) {
      return DELETES;
    }
    int dash = name.indexOf('-');
    return dash < 0 ? MARK : valueOf(name.substring(0, dash).toUpperCase(Locale.ROOT));
  }
}
