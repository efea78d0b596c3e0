package dev.pilum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.backend.Backend;
import dev.pilum.backend.BackendCapabilities;
import dev.pilum.backend.BackendConfig;
import dev.pilum.backend.Backends;
import dev.pilum.backend.ScoredRow;
import dev.pilum.backend.VectorCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/providers.md says, done. */
class ProviderPagesTest {
  private static final Pattern BLOCK = Pattern.compile("```(yaml|url)\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private final Backends backends = Backends.discover();
  private final String page = page();

  @Test
  void theConfigurationsOnThePageOpen() {
    List<BackendConfig> configs = configurations();
    assertThat(configs)
        .extracting(BackendConfig::backend)
        .containsExactly("embedded", "embedded", "embedded", "simulated", "simulated");
    for (BackendConfig config : configs) {
      try (Backend backend = backends.open(config)) {
        VectorCollection memories = backend.namespace(config.namespace()).collection("m", 2);
        memories.store("m1", new float[] {1, 0});
        assertThat(memories.search(new float[] {1, 0}, 10))
            .extracting(ScoredRow::id)
            .containsExactly("m1");
      }
    }
  }

  @Test
  void theTableSaysWhatBackendsCan() {
    for (String name : List.of("embedded", "simulated")) {
      try (Backend backend = backends.open(name + ":" + (name.equals("embedded") ? folder : ""))) {
        BackendCapabilities can = backend.capabilities();
        String cells =
            "| %s | %s | %s | %s | %s |"
                .formatted(
                    said(can.vector()),
                    said(can.fts()),
                    said(can.hybrid()),
                    said(can.scalarIndex()),
                    said(can.nativeEmbedding()));
        assertThat(page.lines().filter(line -> line.startsWith("| " + name)))
            .singleElement()
            .asString()
            .contains(cells);
      }
    }
  }

  @Test
  void theFailuresOnThePageHappen() {
    try (Backend backend = backends.open("embedded:" + folder)) {
      backend.namespace("n").collection("m", 2).store("a", new float[] {1, 0});
      try (Backend other = Backends.discover().open("embedded:" + folder)) {
        assertSaysAsThePage("this process already", () -> other.namespace("n"));
      }
    }
    try (Backend reader = backends.open("embedded:" + folder + "?read_only=true")) {
      assertSaysAsThePage("there is no database", () -> reader.namespace("empty"));
    }
    assertSaysAsThePage("has no setting", () -> backends.open("embedded:x?readonly=true"));
    try (Backend failing = backends.open("simulated:?faults=1&fault_kinds=vector_store_fail")) {
      VectorCollection memories = failing.namespace("n").collection("m", 2);
      assertSaysAsThePage(
          "Failed to store batch because", () -> memories.store("a", new float[] {1, 0}));
    }
    assertSaysAsThePage(
        "setting 'fault_kinds' has no", () -> backends.open("simulated:?fault_kinds=x"));
  }

  private void assertSaysAsThePage(String message, ThrowingCallable call) {
    assertThat(page).contains("| `" + message + "` |");
    assertThatThrownBy(call).hasMessageContaining(message);
  }

  private List<BackendConfig> configurations() {
    Map<String, String> environment = Map.of("DATA", folder.toString());
    List<BackendConfig> configs = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      String text = block.group(2).strip();
      configs.add(
          block.group(1).equals("yaml")
              ? BackendYaml.read(text, environment::get)
              : BackendConfig.of(Map.of("url", text), environment::get));
    }
    return configs;
  }

  private static String said(boolean able) {
    return able ? "yes" : "no";
  }

  private static String page() {
    try {
      return Files.readString(Path.of("../../docs/providers.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
