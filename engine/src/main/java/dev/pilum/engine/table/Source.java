package dev.pilum.engine.table;

import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextLeaf;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.scalar.ColumnIndexes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Rows that live and die together: a memtable or a segment. It owns native memory or mappings,
 * counts those who read it, and frees its memory when the last one lets go. Whoever makes a source
 * holds the first reference.
 *
 * <p>Safe for use by many threads.
 */
public abstract sealed class Source permits Memtable, Segment {
  private final AtomicInteger references = new AtomicInteger(1);

  /** Takes a reference; the caller holds one already, directly or through a view. */
  final void retain() {
    int before = references.getAndIncrement();
    assert before > 0 : "retained after the last release";
  }

  /** Gives a reference back. */
  public final void release() {
    int left = references.decrementAndGet();
    assert left >= 0 : "released more often than retained";
    if (left == 0) {
      free();
    }
  }

  /** Returns candidates by key hash, or {@code null} when the table has no key. */
  public abstract @Nullable KeyTable keys();

  /**
   * As {@link #keys}, once it is certain that no row is missing there: who believed that a key is
   * free would store it twice.
   */
  public @Nullable KeyTable keysForWriting() {
    return keys();
  }

  /** Returns what is known of the columns beside the columns. */
  public ColumnIndexes indexes() {
    return ColumnIndexes.NONE;
  }

  /**
   * Returns what finds rows by the vector column with this field id; it may know the first rows
   * only, or more than a view has. {@code null} while there is nothing.
   */
  public abstract @Nullable VectorIndex vectorIndex(int fieldId);

  /**
   * Returns codes of the first vectors of the column with this field id, or {@code null} while
   * there are none.
   */
  public @Nullable CodedRows codedRows(int fieldId) {
    return null;
  }

  /** Returns the codes of vectors without a graph, or {@code null} while nobody wants any. */
  abstract @Nullable SourceCodes codes();

  /** Returns whether there is an index of the text that is open for searches. */
  abstract boolean isTextSearched();

  /**
   * Returns an index of the text of the rows.
   *
   * @param visible the rows that it is to know: for a memtable, as many as the view has
   */
  abstract TextLeaf text(TextFields fields, RecordBatch visible);

  /** Frees the memory; nobody reads it any more. */
  abstract void free();
}
