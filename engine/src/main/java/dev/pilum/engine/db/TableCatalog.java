package dev.pilum.engine.db;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.manifest.ManifestStore;
import java.util.List;

/*
 * A table exists from the moment its first manifest is durable until a file named DROPPED is. Deleting the rest takes many steps, none
 * of which matters any more; those that a crash prevented are made up for when the database is opened next.
 */
/** Which tables a folder holds. One thread at a time. */
final class TableCatalog {
  private static final String DROPPED = "DROPPED";

  private final FileStore files;

  TableCatalog(FileStore files) {
    this.files = files;
  }

  /** Returns the names of the tables, sorted. */
  List<String> names() {
    return files.list("").stream().filter(TableName::isValid).filter(this::has).toList();
  }

  /** Returns whether there is such a table. */
  boolean has(String name) {
    return !new ManifestStore(files, name).generations().isEmpty()
        && !files.exists(name + "/" + DROPPED);
  }

  /** Deletes a table; it is gone for good when this returns. */
  void drop(String name) {
    try (AppendFile mark = files.create(name + "/" + DROPPED)) {
      mark.force();
    }
    files.forceDirectory(name);
    deleteAll(name);
  }

  /**
   * Deletes what is left of tables that were dropped just before a crash.
   *
   * @param names what the folder holds
   */
  void finishDrops(List<String> names) {
    for (String name : names) {
      if (TableName.isValid(name)) {
        finishDrop(name);
      }
    }
  }

  /**
   * Deletes what is left of a table that was dropped, if anything is: a new one of its name must
   * not inherit the mark.
   */
  void finishDrop(String name) {
    if (files.exists(name + "/" + DROPPED)) {
      files.forceDirectory(name); // whoever made the mark may have died before
      deleteAll(name);
    }
  }

  /**
   * Deletes the folder; the mark goes last but the folder itself, so that a crash on the way never
   * brings the table back.
   */
  private void deleteAll(String name) {
    for (String entry : files.list(name)) {
      if (!entry.equals(DROPPED)) {
        deleteTree(name + "/" + entry);
      }
    }
    files.forceDirectory(name);
    files.delete(name + "/" + DROPPED);
    files.delete(name);
    files.forceDirectory("");
  }

  private void deleteTree(String path) {
    if (files.isDirectory(path)) {
      files.list(path).forEach(entry -> deleteTree(path + "/" + entry));
      files.forceDirectory(path);
    }
    files.delete(path);
  }
}
