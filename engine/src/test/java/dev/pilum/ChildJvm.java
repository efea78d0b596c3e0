package dev.pilum;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Java process of its own that runs a {@code main} of the tests and tells what it does line by
 * line. Killed when closed.
 */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts {@code main} on this process's class path. */
  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(System.getProperty("java.class.path"), main, arguments);
  }

  /** Starts {@code main} on this process's class path without some libraries. */
  static ChildJvm startWithout(String library, Class<?> main, Object... arguments)
      throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!Path.of(part).getFileName().toString().startsWith(library)) {
        parts.add(part);
      }
    }
    return start(String.join(File.pathSeparator, parts), main, arguments);
  }

  private static ChildJvm start(String classPath, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /** Returns the next line it printed, or {@code null} once it has ended. */
  @Nullable String nextLine() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all that it prints until it ends by itself. */
  List<String> remainingLines() {
    List<String> all = new ArrayList<>();
    for (String line = nextLine(); line != null; line = nextLine()) {
      all.add(line);
    }
    return all;
  }

  /** Sends a line to its standard input. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /**
   * Ends it at once, as {@code kill -9} does, and waits until it is gone. What it printed can still
   * be read.
   */
  void kill() {
    process.toHandle().destroyForcibly(); // Process.destroyForcibly would close what it printed.
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    process.getInputStream().close();
  }
}
