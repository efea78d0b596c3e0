package dev.pilum.bench.ann.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of what lies in a folder. */
public final class FolderSize {
  private FolderSize() {}

  /** Returns how many bytes all files below {@code folder} have. */
  public static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }
}
