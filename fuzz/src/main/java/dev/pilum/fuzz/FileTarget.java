package dev.pilum.fuzz;

import dev.pilum.testkit.damage.Checksums;
import dev.pilum.testkit.damage.FileProbe;
import dev.pilum.testkit.damage.FileType;

/**
 * A file of a table, with its checksums made right: read alone, and if that succeeds, in its place
 * in a table that is asked everything.
 */
final class FileTarget implements Target {
  private final FileType type;
  private final FileProbe probe;

  FileTarget(FileType type) {
    this.type = type;
    this.probe = new FileProbe(type, 1);
  }

  @Override
  public void parse(byte[] input) {
    byte[] file = Checksums.mended(type, input);
    probe.parse(file);
    probe.ask(file);
  }
}
