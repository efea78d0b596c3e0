package dev.pilum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders to measure in. */
final class BenchFolder {
  private BenchFolder() {}

  /** Makes one. */
  static Path create() throws IOException {
    return Files.createTempDirectory("pilum-bench");
  }

  /** Deletes it with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
