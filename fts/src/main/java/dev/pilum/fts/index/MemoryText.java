package dev.pilum.fts.index;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/*
 * Why not Lucene's own IndexWriter with a reader reopened for each search: each reopening writes one more segment, about a millisecond,
 * and a reader shows all rows so far, where a view needs those of its version, no more, in hits and in statistics. An inverted index
 * that only grows needs neither: a row once indexed never changes, and everything that depends on how many rows there are (document
 * frequencies, the average length) is kept as running sums.
 */
/**
 * A text index in memory that only grows: of a memtable's rows, in the order of ordinals. Takes
 * about twice the memory of the text.
 *
 * <p>Safe for use by many threads: one at a time indexes, any number search.
 */
public final class MemoryText {
  private final TextFields all;
  private final List<TextColumn> fields;
  private final Analyzer analyzer;
  private final FieldInfos infos;
  private final int stride;
  private final ReentrantLock growing = new ReentrantLock();
  private volatile Grown grown;

  /**
   * What there is so far.
   *
   * @param columns the terms of each column by Lucene's name for it
   * @param rowCount how many rows all of them have; others, being indexed, do not count
   */
  private record Grown(Map<String, MemoryField> columns, int rowCount) {}

  /** Makes an index without rows. */
  public MemoryText(TextFields fields) {
    this(fields, 1, false);
  }

  private MemoryText(TextFields fields, int stride, boolean offsets) {
    this.all = fields;
    this.fields = fields.columns();
    this.analyzer = fields.analyzer();
    this.infos = MemoryReader.infos(this.fields, offsets);
    this.stride = stride;
    this.grown = nothing(this.fields, stride);
  }

  private static Grown nothing(List<TextColumn> fields, int stride) {
    Map<String, MemoryField> columns = new LinkedHashMap<>();
    for (TextColumn field : fields) {
      columns.put(field.luceneName(), new MemoryField(stride));
    }
    return new Grown(columns, 0);
  }

  /** Makes an index without rows that also knows where in the text each term starts and ends. */
  static MemoryText withOffsets(TextFields fields) {
    return new MemoryText(fields, MemoryPostings.STRIDE_WITH_OFFSETS, true);
  }

  /** Returns an index of the same columns without rows. */
  public MemoryText empty() {
    return new MemoryText(all);
  }

  /** Returns the columns. */
  public List<TextColumn> columns() {
    return fields;
  }

  /** Returns how many rows have been indexed so far. */
  public int rowCount() {
    return grown.rowCount;
  }

  /**
   * Returns the index as of {@code rows}, having indexed those of them that are not yet.
   *
   * @param rows the same rows as at earlier calls, more or fewer of them
   */
  public View view(TextRows rows) {
    return new View(new MemoryReader(grown(rows).columns, infos, rows.rowCount()));
  }

  /** The index as of a number of rows. Immutable. */
  public static final class View extends TextLeaf {
    private final MemoryReader reader;

    private View(MemoryReader reader) {
      this.reader = reader;
    }

    @Override
    public int rowCount() {
      return reader.maxDoc();
    }

    @Override
    LeafReader reader() {
      return reader;
    }
  }

  /**
   * Indexes those of {@code rows} that are not yet, or returns when somebody else has.
   *
   * @param rows the same rows as at earlier calls, more or fewer of them
   */
  public void growTo(TextRows rows) {
    grown(rows);
  }

  private Grown grown(TextRows rows) {
    Grown enough = grown;
    if (enough.rowCount >= rows.rowCount()) {
      return enough;
    }
    growing.lock();
    try {
      while (grown.rowCount < rows.rowCount()) {
        grown = withOneMore(grown, rows);
      }
      return grown;
    } finally {
      growing.unlock();
    }
  }

  /** Begins anew when a row cannot be indexed: some columns may have it, others not. */
  private Grown withOneMore(Grown before, TextRows rows) {
    try {
      append(before.columns, rows, before.rowCount);
      return new Grown(before.columns, before.rowCount + 1);
    } catch (RuntimeException | Error e) {
      grown = nothing(fields, stride);
      throw e;
    }
  }

  private void append(Map<String, MemoryField> columns, TextRows rows, int ordinal) {
    Lucene.run(
        "read a text in memory",
        () -> {
          for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).luceneName();
            MemoryField column = columns.get(name);
            assert column != null : name;
            append(column, name, rows.text(i, ordinal));
          }
        });
  }

  private void append(MemoryField column, String name, @Nullable String text) throws IOException {
    if (text == null) {
      column.appendNothing();
      return;
    }
    try (TokenStream terms = analyzer.tokenStream(name, text)) {
      column.append(terms);
    }
  }
}
