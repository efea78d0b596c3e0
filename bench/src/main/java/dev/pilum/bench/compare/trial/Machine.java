package dev.pilum.bench.compare.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine and the JVM that figures are from. */
final class Machine {
  private Machine() {}

  /** Returns processor, cores and operating system. */
  static String describe() {
    return "%s, %d cores, %s %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  /** Returns the JVM, and how large its heap may get. */
  static String jvm() {
    return "JDK %s, heap of at most %d MiB"
        .formatted(Runtime.version(), Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
