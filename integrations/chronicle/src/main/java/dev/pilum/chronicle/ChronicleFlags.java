package dev.pilum.chronicle;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * The JVM flags without which Chronicle Map fails halfway with errors that nobody understands.
 * Looked at before any of its code runs.
 */
final class ChronicleFlags {
  /**
   * Module, package and option; it needs the compiler because it generates classes while running.
   */
  private record Flag(String option, String module, String packageName) {
    String asText() {
      return "--%s=%s/%s=ALL-UNNAMED".formatted(option, module, packageName);
    }

    boolean isSet(Module user) {
      Optional<Module> found = ModuleLayer.boot().findModule(module);
      return found.isPresent() && grants(found.get(), user);
    }

    private boolean grants(Module found, Module user) {
      return option.equals("add-opens")
          ? found.isOpen(packageName, user)
          : found.isExported(packageName, user);
    }
  }

  private static final List<Flag> NEEDED =
      List.of(
          new Flag("add-exports", "jdk.compiler", "com.sun.tools.javac.file"),
          new Flag("add-opens", "java.base", "java.lang"),
          new Flag("add-opens", "java.base", "java.lang.reflect"),
          new Flag("add-opens", "java.base", "sun.nio.ch"));

  private ChronicleFlags() {}

  /**
   * Checks that the JVM was started with all flags.
   *
   * @throws InvalidRequest when one is missing, with all that are
   */
  static void require() {
    List<String> missing = missingFor(ChronicleMap.class.getModule());
    if (!missing.isEmpty()) {
      throw new InvalidRequest(
          "Chronicle Map needs more JVM flags: start Java with "
              + String.join(" ", missing)
              + " or use the built-in key index, which needs none");
    }
  }

  static List<String> missingFor(Module user) {
    List<String> missing = new ArrayList<>();
    for (Flag flag : NEEDED) {
      if (!flag.isSet(user)) {
        missing.add(flag.asText());
      }
    }
    return missing;
  }
}
