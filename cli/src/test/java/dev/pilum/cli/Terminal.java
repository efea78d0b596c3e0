package dev.pilum.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands in this JVM as the launcher would, below one folder. */
final class Terminal {
  private final Path folder;

  Terminal(Path folder) {
    this.folder = folder;
  }

  /** What a command left behind. */
  record Outcome(int exitCode, String out, String err) {}

  /**
   * Runs a command line split at blanks; {@code DB} stands for a database folder, {@code @name} for
   * a file.
   */
  Outcome run(String commandLine) {
    return runAll(commandLine.split(" "));
  }

  /** As {@link #run}, of arguments that may have blanks in them. */
  Outcome runAll(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("DB")) {
        args[i] = folder.resolve("db").toString();
      } else if (args[i].startsWith("@")) {
        args[i] = folder.resolve(args[i].substring(1)).toString();
      }
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** Writes lines to a file. */
  Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  /** Writes vectors in fvecs format. */
  Path writeVectors(String name, float[]... rows) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * (4 + 4 * rows[0].length)).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      bytes.putInt(row.length);
      for (float coordinate : row) {
        bytes.putFloat(coordinate);
      }
    }
    return Files.write(folder.resolve(name), bytes.array());
  }

  /** Writes row numbers in ivecs format. */
  Path writeNumbers(String name, int[]... rows) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * (4 + 4 * rows[0].length)).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] row : rows) {
      bytes.putInt(row.length);
      for (int number : row) {
        bytes.putInt(number);
      }
    }
    return Files.write(folder.resolve(name), bytes.array());
  }
}
