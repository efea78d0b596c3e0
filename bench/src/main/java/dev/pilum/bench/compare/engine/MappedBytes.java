package dev.pilum.bench.compare.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes have in memory, as Linux tells; -1 elsewhere. */
final class MappedBytes {
  private static final long KIB = 1 << 10;

  private MappedBytes() {}

  /** Returns the resident bytes of files below {@code folder} that this process has mapped. */
  static long below(Path folder) throws IOException {
    Path maps = Path.of("/proc/self/smaps");
    if (!Files.isReadable(maps)) {
      return -1;
    }
    String prefix = folder.toRealPath() + "/";
    long bytes = 0;
    boolean inside = false;
    for (String line : Files.readAllLines(maps)) {
      if (line.startsWith("Rss:")) {
        bytes += inside ? kibibytes(line) * KIB : 0;
      } else if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        inside = line.contains(prefix);
      }
    }
    return bytes;
  }

  /** Returns the resident bytes of a whole process, or some of them. */
  static long ofProcess(long processId, String... parts) throws IOException {
    Path status = Path.of("/proc/" + processId + "/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    long bytes = 0;
    for (String line : Files.readAllLines(status)) {
      for (String part : parts) {
        bytes += line.startsWith(part + ":") ? kibibytes(line) * KIB : 0;
      }
    }
    return bytes;
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
