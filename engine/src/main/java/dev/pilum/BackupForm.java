package dev.pilum;

import java.nio.file.Path;
import java.util.Locale;

/** What a backup looks like. */
public enum BackupForm {
  /**
   * A folder whose files share the database's bytes where the file system can (hard links): made in
   * no time and of no size. It outlives what happens to the database's files by name, such as
   * {@code dropTable}; not what happens to the disk.
   */
  FOLDER,
  /** A folder of copies, whose columns were compared with their checksums on the way. */
  COPIED_FOLDER,
  /** One zip file, which unpacked is such a folder. */
  ZIP;

  /** Returns {@link #ZIP} for a name that ends so, otherwise {@link #FOLDER}. */
  public static BackupForm of(Path target) {
    return target.toString().toLowerCase(Locale.ROOT).endsWith(".zip") ? ZIP : FOLDER;
  }
}
