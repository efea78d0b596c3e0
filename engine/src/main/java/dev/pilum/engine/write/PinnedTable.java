package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A view keeps its rows readable, but not its files' names: those go when merges are done with them. An open file outlives its name on
 * every system that lets an open file be deleted, and is not deleted on the others. So all files of the view are opened at a moment
 * when manifest and view say the same, and read from then on by whoever copies them.
 */
/** One version of a table with all its files, to be read however long that takes. One thread. */
final class PinnedTable implements AutoCloseable {
  private final TableFolder folder;
  private final TableView view;
  private final Manifest manifest;
  private final Map<String, ReadFile> open = new HashMap<>();

  private PinnedTable(TableFolder folder, TableView view, Manifest manifest) {
    this.folder = folder;
    this.view = view;
    this.manifest = manifest;
  }

  /**
   * Opens all files of a view; a file that can be made again may be missing.
   *
   * @param view whose reference goes over to the result, unless this throws
   * @param manifest what names the files of its segments
   * @throws StorageFailure when a file is gone
   */
  static PinnedTable of(TableFolder folder, TableView view, Manifest manifest) {
    PinnedTable pinned = new PinnedTable(folder, view, manifest);
    try {
      for (SourceView source : view.sources()) {
        if (source.source() instanceof Segment segment) {
          pinned.metaOf(segment).files().forEach(pinned::open);
        }
      }
      return pinned;
    } catch (StorageFailure | Closed e) {
      pinned.closeFiles();
      throw e;
    }
  }

  private void open(FileMeta file) {
    try {
      open.put(file.path(), folder.files().open(folder.pathOf(file)));
    } catch (StorageFailure e) {
      if (!file.kind().isRebuildable()) {
        throw e;
      }
      UpkeepLog.LOG.warn("{} is left out: {}", file.path(), e.getMessage());
    }
  }

  TableFolder folder() {
    return folder;
  }

  TableView view() {
    return view;
  }

  Manifest manifest() {
    return manifest;
  }

  /**
   * Returns an open file of the table, or {@code null} when it can be made again and is missing.
   */
  @Nullable ReadFile file(FileMeta file) {
    return open.get(file.path());
  }

  /** Returns what the manifest says of a segment of the view. */
  SegmentMeta metaOf(Segment segment) {
    for (SegmentMeta meta : manifest.segments()) {
      if (meta.id() == segment.id()) {
        return meta;
      }
    }
    throw new Closed(
        "an earlier write of table '" + folder.root() + "' failed; open its database again");
  }

  @Override
  public void close() {
    closeFiles();
    view.release();
  }

  private void closeFiles() {
    open.values().forEach(ReadFile::close);
    open.clear();
  }
}
