package dev.pilum.engine.table;

import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextPart;
import dev.pilum.fts.index.TextSearcher;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A table at one version: what every read reads. Immutable, except for its reference count; holds a
 * reference to each of its sources. Whoever makes a view holds the first reference to it.
 *
 * <p>Safe for use by many threads.
 */
public final class TableView {
  private final long version;
  private final long nextRowId;
  private final Schema schema;
  private final List<SourceView> sources;
  private final AtomicInteger references = new AtomicInteger(1);
  private volatile @Nullable TextSearcher text;

  /**
   * Makes a view.
   *
   * @param version the newest commit it shows
   * @param nextRowId the id that the next row will get
   * @param schema the columns
   * @param sources in order of row ids; the last one is the memtable that takes new rows
   */
  public TableView(long version, long nextRowId, Schema schema, List<SourceView> sources) {
    this.version = version;
    this.nextRowId = nextRowId;
    this.schema = schema;
    this.sources = List.copyOf(sources);
    for (SourceView view : this.sources) {
      view.source().retain();
    }
  }

  /** Returns the newest commit that the view shows. */
  public long version() {
    return version;
  }

  /** Returns the id that the next row will get. */
  public long nextRowId() {
    return nextRowId;
  }

  /** Returns the columns. */
  public Schema schema() {
    return schema;
  }

  /** Returns the sources in order of row ids; the last one is the memtable that takes new rows. */
  public List<SourceView> sources() {
    return sources;
  }

  /**
   * Returns the table as it was at an older version, which is kept; the caller releases it.
   *
   * @param then the columns that it had; where they are others, there is no memtable
   */
  public TableView asOf(long older, Schema then) {
    List<SourceView> before = new ArrayList<>(sources.size());
    for (SourceView source : sources) {
      SourceView rows = then == schema ? source.asOf(older) : source.asOf(older, then);
      if (rows != null) {
        before.add(rows);
      }
    }
    return new TableView(older, nextRowId, then, before);
  }

  /** Returns how many rows are alive. */
  public long liveCount() {
    long live = 0;
    for (SourceView source : sources) {
      live += source.liveCount();
    }
    return live;
  }

  /**
   * Returns what searches the text of all sources as if they were one. Made when first asked for;
   * valid as long as the view.
   *
   * @param fields the table's, always the same
   */
  public TextSearcher text(TextFields fields) {
    TextSearcher known = text;
    if (known == null) {
      List<TextPart> parts = new ArrayList<>(sources.size());
      for (SourceView source : sources) {
        parts.add(source.text(fields));
      }
      known = new TextSearcher(fields, parts);
      text = known; // two threads may make one each: both are right
    }
    return known;
  }

  /** Takes a reference if anybody still holds one; returns whether it did. */
  public boolean tryRetain() {
    int held = references.get();
    while (held > 0) {
      if (references.compareAndSet(held, held + 1)) {
        return true;
      }
      held = references.get();
    }
    return false;
  }

  /** Gives a reference back; with the last one the sources are let go. */
  public void release() {
    int left = references.decrementAndGet();
    assert left >= 0 : "released more often than retained";
    if (left == 0) {
      for (SourceView source : sources) {
        source.source().release();
      }
    }
  }
}
