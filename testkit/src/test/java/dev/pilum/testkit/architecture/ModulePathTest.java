package dev.pilum.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests run on the class path; this one asks whether the same jars would also do on the module
 * path.
 */
class ModulePathTest {
  private static final Path[] JARS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toArray(Path[]::new);

  @Test
  void theEngineResolvesAsAModuleWithoutFlags() {
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(JARS), ModuleFinder.of(), Set.of("dev.pilum.engine"));
    assertThat(names(resolved))
        .contains("dev.pilum.storage", "dev.pilum.hnsw", "dev.pilum.fts", "dev.pilum.engine");
    assertThat(names(resolved)).doesNotContain("dev.pilum.testkit", "java.sql");
  }

  private static Set<String> names(Configuration configuration) {
    return configuration.modules().stream().map(ResolvedModule::name).collect(Collectors.toSet());
  }
}
