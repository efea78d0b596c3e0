package dev.pilum.cli;

import dev.pilum.Reader;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which version of a table is read. */
final class AtOption {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  @Option(
      names = "--at",
      paramLabel = "VERSION",
      description =
          "An older version: its tag, its number, or a time such as 2026-01-31T12:00:00Z; 'pilum"
              + " versions' lists them.")
  private @Nullable String version;

  /** Has {@code work} read the version that is asked for, the newest by default. */
  void read(Table table, Consumer<Reader> work) {
    if (version == null) {
      work.accept(table);
    } else {
      try (Snapshot snapshot = checkout(table, version)) {
        work.accept(snapshot);
      }
    }
  }

  private static Snapshot checkout(Table table, String version) {
    if (table.tags().containsKey(version)) {
      return table.checkout(version);
    }
    if (NUMBER.matcher(version).matches()) {
      return table.checkout(Long.parseLong(version));
    }
    try {
      return table.checkout(Instant.parse(version));
    } catch (DateTimeParseException e) {
      return table.checkout(version); // says which tags there are
    }
  }
}
