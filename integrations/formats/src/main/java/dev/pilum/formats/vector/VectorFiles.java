package dev.pilum.formats.vector;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a file of vectors by what its name ends with. */
final class VectorFiles {
  private VectorFiles() {}

  static VectorRows open(Path path) {
    if (Files.isDirectory(path)) {
      throw new InvalidRequest("'" + path + "' is a folder; name a file of vectors");
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".npy") ? NpyFile.open(path) : VectorFile.open(path);
  }
}
