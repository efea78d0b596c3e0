package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are kept beside the tests, one in each file of a folder; {@code -Dgolden=write} writes
 * them anew, to be looked at before they are committed.
 */
final class GoldenFiles {
  private final Path folder;

  /** Those of a folder of the test resources. */
  GoldenFiles(String folder) {
    this.folder = Path.of("src", "test", "resources", folder);
  }

  /** Checks a text against the file of this name, or writes the file. */
  void check(String name, String text) throws IOException {
    Path file = folder.resolve(name + ".txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(folder);
      Files.writeString(file, text + "\n");
    }
    assertThat(file).as("-Dgolden=write makes it").exists();
    assertThat(text + "\n")
        .as("%s; -Dgolden=write writes it anew", file)
        .isEqualTo(Files.readString(file));
  }
}
