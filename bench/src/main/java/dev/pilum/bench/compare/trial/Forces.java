package dev.pilum.bench.compare.trial;

import dev.pilum.bench.compare.engine.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts how often a process tells the system to bring what it wrote to the disk: Java code by
 * Flight Recorder's events of {@code FileChannel.force}, everything else by {@code strace}.
 */
final class Forces {
  private static final String EVENT = "jdk.FileForce";
  private static final Pattern CALLS =
      Pattern.compile("(?m)^\\s*\\S+\\s+\\S+\\s+\\S+\\s+(\\d+)\\s+.*?(fsync|fdatasync|msync)\\s*$");
  private static final long ATTACH_MILLIS = 5_000;

  private Forces() {}

  /** What is done meanwhile. */
  interface Action {
    void run() throws IOException;
  }

  /**
   * Returns how often a store's process forces something while an action runs; -1 when nobody can
   * tell.
   */
  static long during(Store store, Action action) throws IOException {
    return store.forcesInJava() ? ownForces(action) : forcesOf(store.processId(), action);
  }

  private static long ownForces(Action action) throws IOException {
    Path file = Files.createTempFile("pilum-forces", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withoutThreshold().withoutStackTrace();
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
      long forces = 0;
      for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
        forces += event.getEventType().getName().equals(EVENT) ? 1 : 0;
      }
      return forces;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static long forcesOf(long processId, Action action) throws IOException {
    Path file = Files.createTempFile("pilum-forces", ".strace");
    try {
      Process strace = attach(processId, file);
      action.run();
      if (strace == null) {
        return -1;
      }
      strace.destroy(); // it lets the process go, and writes what it counted
      strace.waitFor(ATTACH_MILLIS, TimeUnit.MILLISECONDS);
      return sum(Files.readString(file));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Returns strace once it watches, or {@code null} when it cannot. */
  private static @org.jspecify.annotations.Nullable Process attach(long processId, Path file)
      throws IOException, InterruptedException {
    Process strace;
    try {
      strace =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-c",
                  "-e",
                  "trace=fsync,fdatasync,msync",
                  "-o",
                  file.toString(),
                  "-p",
                  Long.toString(processId))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return null; // there is no strace
    }
    byte[] first = new byte[1]; // it says "attached" when it is
    if (strace.getInputStream().read(first) < 0) {
      return null;
    }
    strace.waitFor(ATTACH_MILLIS / 10, TimeUnit.MILLISECONDS);
    return strace.isAlive() ? strace : null;
  }

  private static long sum(String counted) {
    long sum = 0;
    Matcher matcher = CALLS.matcher(counted);
    while (matcher.find()) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }
}
