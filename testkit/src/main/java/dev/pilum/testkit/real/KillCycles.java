package dev.pilum.testkit.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills a process that writes, again and again, and opens after each kill what it left behind: what
 * {@code dev/killtest} runs.
 */
public final class KillCycles {
  private static final int MOST_MILLIS = 1_200;

  /** The exit value of whom signal 9 ended. */
  private static final int KILLED = 128 + 9;

  /** So many cycles share a folder, so that it grows old, before the next one begins anew. */
  private static final int CYCLES_OF_A_FOLDER = 25;

  private final Path folder;
  private final SplittableRandom random;
  private LoadHistory history = new LoadHistory();
  private int lost;
  private int unopenable;
  private long acknowledged;

  KillCycles(Path folder, long seed) {
    this.folder = folder;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Runs the cycles; ends with 0 when nothing was lost.
   *
   * @param arguments how many; the seed of the moments; a folder that is created and deleted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    KillCycles cycles = new KillCycles(Path.of(arguments[2]), Long.decode(arguments[1]));
    for (int cycle = 1; cycle <= count; cycle++) {
      System.out.printf("cycle %d of %d: %s%n", cycle, count, cycles.runOne(cycle));
    }
    System.out.println(cycles.summary());
    System.exit(cycles.isClean() ? 0 : 1);
  }

  /** Returns whether nothing was lost and everything opened. */
  boolean isClean() {
    return lost == 0 && unopenable == 0;
  }

  String summary() {
    return "%d writes acknowledged; %d lost, %d unopenable"
        .formatted(acknowledged, lost, unopenable);
  }

  /** Starts a writer, kills it at some moment, and returns what is there then. */
  String runOne(int cycle) throws IOException, InterruptedException {
    if (cycle % CYCLES_OF_A_FOLDER == 1) {
      deleteFolder();
      history = new LoadHistory();
    }
    long before = history.acknowledgements();
    String when = loadUntilKilled(cycle);
    long began = System.nanoTime();
    LoadCheck.Outcome outcome = new LoadCheck(folder, history).run();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    acknowledged += history.acknowledgements() - before;
    unopenable += outcome.opened() ? 0 : 1;
    lost += outcome.opened() && !outcome.problems().isEmpty() ? 1 : 0;
    String verdict = outcome.problems().isEmpty() ? "all there" : "WRONG: " + outcome.problems();
    return "%s, %d writes acknowledged, opened and checked in %d ms, %d rows, %s"
        .formatted(when, history.acknowledgements() - before, millis, outcome.rows(), verdict);
  }

  /** Of four kills one comes while the writer opens what the last one left, or soon after. */
  private String loadUntilKilled(int cycle) throws IOException, InterruptedException {
    boolean early = random.nextInt(4) == 0;
    long millis = random.nextLong(1, early ? 600 : MOST_MILLIS);
    Process process = start(cycle, random.nextLong());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      if (!early) {
        String first = lines.readLine();
        LoadTable.require("writing".equals(first), "the writer says: " + first);
      }
      Thread killer = Thread.ofPlatform().start(() -> killAfter(process, millis));
      lines.lines().forEach(this::take);
      killer.join();
    }
    LoadTable.require(process.exitValue() == KILLED, "the writer ended by itself");
    return "killed after %d ms%s".formatted(millis, early ? " from its start on" : "");
  }

  private void take(String line) {
    LoadTable.require(!line.startsWith("#"), line);
    history.add(line);
  }

  /** {@code toHandle}, because {@code Process.destroyForcibly} would close what it printed. */
  private static void killAfter(Process process, long millis) {
    try {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  private Process start(int cycle, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadWriter.class.getName());
    command.addAll(List.of(folder.toString(), String.valueOf(cycle), String.valueOf(seed)));
    command.add("FORCED");
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }

  void deleteFolder() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
