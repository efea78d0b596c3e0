package dev.pilum.cli;

import dev.pilum.formats.Imports;
import dev.pilum.formats.TypeText;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that give columns types instead of learning them. */
final class TypeOptions {
  @Option(
      names = "--type",
      paramLabel = "COLUMN=TYPE",
      description = "A column's type, such as at=timestamp[UTC] or v=vector<int8>[384].")
  private Map<String, String> types = new LinkedHashMap<>();

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "Types of columns, as 'pilum schema --json' prints them.")
  private @Nullable Path schema;

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      description =
          "Learn types from so many rows at most; from all of a file by default, and from 10000 of"
              + " standard input.")
  private @Nullable Long sample;

  void apply(Imports imports) {
    if (schema != null) {
      TypeText.parseSchema(text(schema)).forEach(imports::type);
    }
    types.forEach((column, type) -> imports.type(column, TypeText.parse(type)));
    if (sample != null) {
      imports.sample(sample);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidRequest("cannot read the schema '" + file + "': " + e, e);
    }
  }
}
