package dev.pilum.engine.write;

import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SchemaHistory;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.segment.DeleteFile;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/*
 * A backup is one view written down: its segments' files, linked or copied; rows that are still in memory as one more segment; deletes
 * that no file has yet as new delete files; an empty log; and a manifest, last, whose version is the view's. Nothing is flushed for it,
 * so the source is only read, which is why a backup can be made of what another process writes. The result opens as any table.
 */
/** Writes one version of a table into another store. One thread. */
public final class TableBackup {
  private static final int COPY_BYTES = 1 << 20;

  private final PinnedTable table;
  private final TableFolder target;
  private final boolean links;
  private int linkedFiles;
  private int copiedFiles;
  private long copiedBytes;

  private TableBackup(PinnedTable table, FileStore target, boolean links) {
    this.table = table;
    this.target = new TableFolder(target, table.folder().root());
    this.links = links;
  }

  /**
   * What was written.
   *
   * @param version the version of the table
   * @param rows its rows
   * @param linkedFiles files that share the source's bytes
   * @param copiedFiles files that do not
   * @param copiedBytes their bytes
   */
  public record Written(
      long version, long rows, int linkedFiles, int copiedFiles, long copiedBytes) {}

  /**
   * Writes the newest version of a table into the empty store {@code target}, durably.
   *
   * @param links whether files may share the source's bytes
   * @throws Corruption when a column or delete file that is copied is not what was written
   * @throws Conflict when the table is dropped and another of its name created meanwhile
   */
  public static Written write(TableStore store, FileStore target, boolean links) {
    try (PinnedTable table = store.pin()) {
      return new TableBackup(table, target, links).write();
    }
  }

  private Written write() {
    Manifest base = table.manifest();
    target.create();
    target.skipTo(base.nextFile());
    List<SegmentMeta> segments = new ArrayList<>();
    List<SourceView> inMemory = new ArrayList<>();
    for (SourceView source : table.view().sources()) {
      switch (source.source()) {
        case Segment segment -> segments.add(copied(table.metaOf(segment), source));
        case Memtable memtable -> {
          if (source.liveCount() > 0) {
            inMemory.add(source);
          }
        }
      }
    }
    if (!inMemory.isEmpty()) {
      segments.add(
          new SegmentWriter(target, base.schema(), List.of(), base.indexes(), inMemory).write());
    }
    if (linkedFiles > 0) {
      refuseIfMadeAnew(base.tableId());
    }
    target.forceNames();
    publish(base, segments);
    return new Written(
        table.view().version(), table.view().liveCount(), linkedFiles, copiedFiles, copiedBytes);
  }

  /**
   * Links go by names, and the files of a table that is created after another of its name was
   * dropped are named as those were: what was linked since may be the new one's.
   */
  private void refuseIfMadeAnew(long tableId) {
    TableFolder source = table.folder();
    Manifest there = readable(new ManifestStore(source.files(), source.root()));
    if (there != null && there.tableId() != tableId) {
      throw new Conflict(
          "table '%s' was dropped and created again while it was backed up; make another backup"
              .formatted(source.root()));
    }
  }

  /**
   * Returns a manifest that is on the disk, or {@code null} where none can be read; looked for
   * again as long as a writer deletes them meanwhile.
   */
  private static @Nullable Manifest readable(ManifestStore manifests) {
    List<Long> tried = List.of();
    List<Long> there = manifests.generations();
    while (!there.equals(tried)) {
      for (long generation : there) {
        try {
          return manifests.read(generation);
        } catch (PilumException e) {
          UpkeepLog.LOG.debug("manifest {} is passed over: {}", generation, e.getMessage());
        }
      }
      tried = there;
      there = manifests.generations();
    }
    return null;
  }

  private void publish(Manifest base, List<SegmentMeta> segments) {
    LogHeader header = LogHeader.first(base.tableId(), 1);
    LogWriter.create(target.files(), target.logDirectory(), header).close();
    new ManifestStore(target.files(), target.root())
        .write(
            new Manifest(
                1,
                base.tableId(),
                base.schema(),
                table.view().version(),
                table.view().nextRowId(),
                target.nextNumber(),
                header.epoch(),
                segments,
                base.indexes(),
                onlyThis(base.history())));
  }

  /**
   * The copy goes on keeping versions as the table does, from this one on; older ones stay behind.
   */
  private VersionHistory onlyThis(VersionHistory history) {
    return VersionHistory.NEWEST
        .withRetention(history.retention())
        .since(table.view().version())
        .withSchemas(new SchemaHistory(history.schemas().nextFieldId(), List.of()));
  }

  private SegmentMeta copied(SegmentMeta segment, SourceView rows) {
    boolean deletesAreWritten = rows.dead().count() == segment.deadCount();
    SegmentMeta copied = segment;
    for (FileMeta file : segment.files()) {
      boolean wanted = file.kind() != Kind.DELETES || deletesAreWritten;
      if (!wanted || !copy(file)) {
        copied = copied.without(file.kind(), file.fieldId());
      }
    }
    if (deletesAreWritten) {
      return copied;
    }
    String path = target.newPath(Kind.DELETES);
    FileMeta deletes =
        DeleteFile.write(target.files(), target.root(), path, rows.dead(), rows.rowCount());
    return copied.withDeletes(deletes, rows.dead().count());
  }

  /** Returns whether the file was there. */
  private boolean copy(FileMeta file) {
    ReadFile source = table.file(file);
    if (source == null) {
      return false;
    }
    String path = target.pathOf(file);
    if (links && table.folder().files().linkTo(table.folder().pathOf(file), target.files(), path)) {
      linkedFiles++;
    } else {
      copyBytes(file, source, path);
    }
    return true;
  }

  private void copyBytes(FileMeta file, ReadFile source, String path) {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
    try (AppendFile copy = target.files().create(path)) {
      for (long at = 0; at < file.lengthBytes(); at += COPY_BYTES) {
        buffer.clear().limit((int) Math.min(COPY_BYTES, file.lengthBytes() - at));
        source.readFully(at, buffer);
        crc.update(buffer.flip());
        copy.append(buffer.rewind());
      }
      copy.force();
    }
    if (!file.kind().isRebuildable() && (int) crc.getValue() != file.crc32c()) {
      throw new Corruption(
          table.folder().pathOf(file),
          -1,
          "CRC32C " + Integer.toHexString(file.crc32c()),
          Integer.toHexString((int) crc.getValue()));
    }
    copiedFiles++;
    copiedBytes += file.lengthBytes();
  }
}
