package dev.pilum.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.keys.KeyMapProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleFlagsTest {
  @TempDir private Path folder;

  @Test
  void nothingIsMissingHere() {
    assertThat(ChronicleFlags.missingFor(getClass().getModule())).isEmpty();
  }

  @Test
  void aJvmWithoutFlagsIsToldAllFour() throws Exception {
    assertThat(outputOf(List.of()))
        .contains("InvalidRequest")
        .contains("--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED")
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  @Test
  void aJvmWithSomeFlagsIsToldTheOthers() throws Exception {
    assertThat(outputOf(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED")))
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
        .doesNotContain("java.base/java.lang=ALL-UNNAMED");
  }

  private String outputOf(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Opener.class.getName(),
            folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  /** A program that opens a Chronicle Map. */
  static final class Opener {
    public static void main(String[] args) {
      KeyMapProvider.named("chronicle")
          .open(
              Path.of(args[0], "keys.map"),
              new dev.pilum.storage.keys.KeyMapStamp(1, 1),
              new dev.pilum.storage.keys.KeyMapSize(1, 8));
    }
  }
}
