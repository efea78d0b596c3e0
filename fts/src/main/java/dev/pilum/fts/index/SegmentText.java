package dev.pilum.fts.index;

import dev.pilum.fts.store.PackedDirectory;
import dev.pilum.fts.store.PackedFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import java.io.IOException;
import java.lang.foreign.Arena;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;

/**
 * The text index of a segment, in one mapped file.
 *
 * <p>Safe for use by many threads.
 */
public final class SegmentText extends TextLeaf {
  private final DirectoryReader index;
  private final LeafReader leaf;

  private SegmentText(DirectoryReader index) {
    this.index = index;
    this.leaf = index.leaves().getFirst().reader();
  }

  /**
   * Opens an index.
   *
   * @param written what its file must be
   * @param rowCount how many rows it must know
   * @param fields what it must have been made for
   * @param arena keeps the map; to be closed after {@link #close()}
   * @throws Corruption when it is not that; then it is to be built anew
   */
  public static SegmentText open(
      FileStore files,
      String path,
      TextIndexFile.Written written,
      int rowCount,
      TextFields fields,
      Arena arena) {
    PackedFile.Written whole = new PackedFile.Written(written.lengthBytes(), written.crc32c());
    PackedDirectory directory = PackedFile.open(files, path, whole, arena);
    if (!directory.description().equals(TextColumn.describe(fields.columns()))) {
      throw new Corruption(
          path,
          -1,
          "an index of " + TextColumn.describe(fields.columns()),
          directory.description());
    }
    try {
      SegmentText text = new SegmentText(DirectoryReader.open(directory));
      if (text.index.leaves().size() != 1 || text.leaf.maxDoc() != rowCount) {
        throw new Corruption(
            path, -1, rowCount + " rows in one leaf", text.leaf.maxDoc() + " in the first");
      }
      return text;
    } catch (IOException e) {
      throw new Corruption(path, -1, "an index that Lucene opens", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int rowCount() {
    return leaf.maxDoc();
  }

  @Override
  LeafReader reader() {
    return leaf;
  }

  /** Ends reading; nobody reads any more. */
  public void close() {
    Lucene.run("close a text index", index::close);
  }
}
