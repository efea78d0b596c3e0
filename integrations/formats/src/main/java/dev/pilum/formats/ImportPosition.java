package dev.pilum.formats;

import dev.pilum.Table;
import dev.pilum.Version;
import dev.pilum.formats.spi.Input;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/*
 * The file is written ahead of each commit, with what is done before and after it and with the table's version before it. When the
 * table has that version on return, the commit did not take place; when it has the next one, and that wrote as many rows, it did.
 * Anything else means that others wrote: then the commit is made again where a key makes that harmless, and refused where it would add
 * rows twice.
 */

/**
 * How far an import has come: a file of properties, replaced whole.
 *
 * @param input what is imported: name, length and time of the last change
 * @param table into which table
 * @param version the table's version before the commit
 * @param batchRows how many rows the commit writes
 * @param done what had been dealt with before it
 * @param next what has been dealt with after it
 */
record ImportPosition(
    String input, String table, long version, long batchRows, Mark done, Mark next) {
  /**
   * A place between two rows of the input.
   *
   * @param rows how many are before it
   * @param rejected how many of them were rejected
   * @param rejectBytes how long the file with them is
   */
  record Mark(long rows, long rejected, long rejectBytes) {
    static final Mark START = new Mark(0, 0, 0);
  }

  /** Reads a file, or returns {@code null} when there is none. */
  static @Nullable ImportPosition read(Path file) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      Properties fields = new Properties();
      fields.load(new StringReader(Files.readString(file)));
      return new ImportPosition(
          text(fields, "input"),
          text(fields, "table"),
          number(fields, "version"),
          number(fields, "batchRows"),
          mark(fields, "done"),
          mark(fields, "next"));
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + file + "': " + e, e);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest(
          "'"
              + file
              + "' does not say how far an import is ("
              + e.getMessage()
              + "); delete it to import from the start",
          e);
    }
  }

  /** Names an input so that another one is not taken for it. */
  static String describe(Input input) {
    Path path = input.path();
    try {
      return path == null
          ? input.name()
          : "%s %d %d"
              .formatted(
                  input.name(), Files.size(path), Files.getLastModifiedTime(path).toMillis());
    } catch (IOException e) {
      throw new InvalidRequest("there is no file '" + path + "'; check the path", e);
    }
  }

  /** Replaces the file, forced to the disk. */
  void write(Path file) {
    Properties fields = new Properties();
    fields.setProperty("input", input);
    fields.setProperty("table", table);
    fields.setProperty("version", Long.toString(version));
    fields.setProperty("batchRows", Long.toString(batchRows));
    put(fields, "done", done);
    put(fields, "next", next);
    try {
      StringWriter text = new StringWriter();
      fields.store(text, null);
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      WholeFile.write(
          file,
          channel -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
            return bytes.limit();
          });
    } catch (IOException e) {
      throw new StorageFailure("cannot write '" + file + "': " + e, e);
    }
  }

  /**
   * Returns where to go on.
   *
   * @throws InvalidRequest when this is the position of another import, or nobody can tell
   */
  Mark resume(Path file, String wantedInput, Table wantedTable) {
    if (!input.equals(wantedInput) || !table.equals(wantedTable.name())) {
      throw new InvalidRequest(
          "'%s' belongs to an import of %s into '%s', not of %s into '%s'; delete it to import from the start"
              .formatted(file, input, table, wantedInput, wantedTable.name()));
    }
    long now = wantedTable.version();
    if (now == version + 1 && isOurs(wantedTable.versions())) {
      return next;
    }
    if (now != version && wantedTable.schema().key() == null) {
      throw new InvalidRequest(
          "table '%s' has no key and was written to since the import stopped: nobody can tell whether rows %d to %d of the input are in it; look, then delete '%s' and import the rest"
              .formatted(table, done.rows(), next.rows(), file));
    }
    return now < version ? Mark.START : done;
  }

  /** Returns whether the version after this position's is its commit; nothing speaks against it. */
  private boolean isOurs(List<Version> versions) {
    return versions.stream()
        .allMatch(v -> v.number() != version + 1 || v.rowsWritten() == batchRows);
  }

  private static void put(Properties fields, String name, Mark mark) {
    fields.setProperty(name + ".rows", Long.toString(mark.rows()));
    fields.setProperty(name + ".rejected", Long.toString(mark.rejected()));
    fields.setProperty(name + ".rejectBytes", Long.toString(mark.rejectBytes()));
  }

  private static Mark mark(Properties fields, String name) {
    return new Mark(
        number(fields, name + ".rows"),
        number(fields, name + ".rejected"),
        number(fields, name + ".rejectBytes"));
  }

  private static long number(Properties fields, String name) {
    return Long.parseLong(text(fields, name));
  }

  private static String text(Properties fields, String name) {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no '" + name + "'");
    }
    return value;
  }
}
