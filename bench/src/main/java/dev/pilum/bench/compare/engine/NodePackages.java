package dev.pilum.bench.compare.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * Packages of npm that peers need, installed once below {@code target}, as a lock file has them.
 */
final class NodePackages {
  private static final String MANIFEST = "package.json";
  private static final String LOCK = "package-lock.json";
  private static final String INSTALLED = "node_modules/.package-lock.json";
  private static final long INSTALL_SECONDS = 240;

  private NodePackages() {}

  /** Returns a folder whose {@code node_modules} has the packages; fetches them the first time. */
  static Path folder() throws IOException {
    String home = System.getProperty("pilum.home", System.getProperty("java.io.tmpdir"));
    Path folder = Files.createDirectories(Path.of(home, "bench", "target", "peers"));
    boolean sameManifest = resource(MANIFEST, folder);
    boolean sameLock = resource(LOCK, folder);
    if (!sameManifest || !sameLock || !Files.exists(folder.resolve(INSTALLED))) {
      install(folder);
    }
    return folder;
  }

  /** Copies a file to the folder; returns whether it was there already. */
  static boolean resource(String name, Path folder) throws IOException {
    try (InputStream in = NodePackages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      byte[] wanted = in.readAllBytes();
      Path file = folder.resolve(name);
      if (Files.exists(file) && java.util.Arrays.equals(Files.readAllBytes(file), wanted)) {
        return true;
      }
      Path unfinished = folder.resolve(name + ".new");
      Files.write(unfinished, wanted);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      return false;
    }
  }

  private static void install(Path folder) throws IOException {
    File log = folder.resolve("npm.log").toFile();
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "ci", "--omit=optional", "--no-audit", "--no-fund")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
    } catch (IOException e) {
      throw new Absent("there is no npm; install Node.js 20 or newer");
    }
    try {
      if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
        npm.destroy();
        Files.deleteIfExists(folder.resolve(INSTALLED));
        throw new Absent("npm ci failed: see bench/target/peers/npm.log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
