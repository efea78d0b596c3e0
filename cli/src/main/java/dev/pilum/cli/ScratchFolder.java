package dev.pilum.cli;

import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A folder to measure in: one that the user named and keeps, or a fresh one that is deleted. */
final class ScratchFolder implements AutoCloseable {
  private final Path path;
  private final boolean deletes;

  private ScratchFolder(Path path, boolean deletes) {
    this.path = path;
    this.deletes = deletes;
  }

  /** Returns {@code named}, created when absent, or below the working folder a fresh one. */
  static ScratchFolder at(@Nullable Path named) {
    try {
      if (named != null) {
        return new ScratchFolder(Files.createDirectories(named), false);
      }
      return new ScratchFolder(
          Files.createTempDirectory(Path.of("").toAbsolutePath(), "pilum-bench-"), true);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (!deletes) {
      return;
    }
    try (var paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static StorageFailure failure(IOException e) {
    return new StorageFailure("cannot write to the folder: " + e.getMessage(), e);
  }
}
