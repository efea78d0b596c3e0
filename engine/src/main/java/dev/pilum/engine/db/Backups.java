package dev.pilum.engine.db;

import dev.pilum.BackupForm;
import dev.pilum.BackupReport;
import dev.pilum.BackupReport.BackedUpTable;
import dev.pilum.engine.write.TableBackup;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileLock;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.FolderStore;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/*
 * A folder is a backup from the moment that the file UNFINISHED is gone from it. That file is durable before anything else is in the
 * folder, and goes when everything else is durable; a folder that has it is never opened. A zip file appears by a rename.
 */
/** Writes backups of the tables of a database. One thread. */
final class Backups {
  /** Says that a folder is a backup cut short. */
  static final String UNFINISHED = "BACKUP-UNFINISHED";

  private final Env env;
  private final List<TableStore> tables;
  private final BackupForm form;
  private final List<BackedUpTable> done = new ArrayList<>();
  private int linkedFiles;
  private int copiedFiles;
  private long copiedBytes;

  private Backups(Env env, List<TableStore> tables, BackupForm form) {
    this.env = env;
    this.tables = tables;
    this.form = form;
  }

  /** Writes the newest version of each table to {@code name} in {@code place}. */
  static BackupReport write(
      Env env, List<TableStore> tables, FileStore place, String name, BackupForm form) {
    Backups backup = new Backups(env, tables, form);
    switch (form) {
      case FOLDER, COPIED_FOLDER -> backup.writeFolder(place, name);
      case ZIP -> backup.writeZip(place, name);
    }
    return new BackupReport(
        backup.done, backup.linkedFiles, backup.copiedFiles, backup.copiedBytes);
  }

  /**
   * Refuses a folder that is a backup cut short.
   *
   * @throws InvalidRequest when it is
   */
  static void refuseUnfinished(FileStore files) {
    refuseUnfinished(files, files.list(""));
  }

  /** As the other form, where the caller has listed the folder. */
  static void refuseUnfinished(FileStore files, List<String> names) {
    if (names.contains(UNFINISHED)) {
      throw new InvalidRequest(
          "'%s' is a backup that was cut short; delete the folder and make another backup"
              .formatted(files));
    }
  }

  private void writeFolder(FileStore place, String name) {
    if (!place.list(name).isEmpty()) {
      throw new InvalidRequest(
          "there is something in '%s' already; choose a folder that is empty or not there"
              .formatted(name));
    }
    place.createDirectory(name);
    place.forceDirectory("");
    FileStore target = new FolderStore(place, name);
    mark(target);
    try (FileLock lock = target.lock(DatabaseOpener.LOCK, "pilum backup")) {
      assert lock != null : "held until all is written";
      tables.forEach(table -> write(table, target));
    }
    target.forceDirectory("");
    target.delete(UNFINISHED);
    target.forceDirectory("");
  }

  private static void mark(FileStore target) {
    try (AppendFile mark = target.create(UNFINISHED)) {
      mark.force();
    }
    target.forceDirectory("");
  }

  private void write(TableStore table, FileStore target) {
    TableBackup.Written written =
        TableBackup.write(table, target, form != BackupForm.COPIED_FOLDER);
    done.add(new BackedUpTable(table.folder().root(), written.version(), written.rows()));
    linkedFiles += written.linkedFiles();
    copiedFiles += written.copiedFiles();
    copiedBytes += written.copiedBytes();
  }

  /** The folder beside the zip file costs little where its files are links. */
  private void writeZip(FileStore place, String name) {
    if (place.exists(name)) {
      throw new InvalidRequest("there is a file '%s' already; choose another name".formatted(name));
    }
    String folder = name + ".partial";
    deleteTree(place, folder); // of a backup cut short
    writeFolder(place, folder);
    String temporary = name + ".tmp";
    place.delete(temporary);
    ZipWriter.write(new FolderStore(place, folder), place, temporary, env.currentTimeMillis());
    place.rename(temporary, name);
    place.forceDirectory("");
    deleteTree(place, folder);
  }

  private static void deleteTree(FileStore files, String path) {
    if (files.isDirectory(path)) {
      files.list(path).forEach(name -> deleteTree(files, path + "/" + name));
    }
    files.delete(path);
  }
}
