package dev.pilum.engine.check;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;

/** Checks the files of a table that nobody has open, or that does not open. */
public final class TableCheck {
  private TableCheck() {}

  /** Checks the table in the folder {@code root}; changes nothing. */
  public static Findings check(FileStore files, String root) {
    Findings findings = new Findings();
    Manifest manifest = new HistoryCheck(files, root).check(findings);
    if (manifest != null) {
      SegmentCheck check = new SegmentCheck(files, root, manifest.schema());
      for (SegmentMeta segment : manifest.segments()) {
        findings.addAll(check.check(segment));
      }
    }
    return findings;
  }
}
