package dev.pilum.cli;

import dev.pilum.storage.error.InvalidRequest;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands about a mirror have in common: which table, and where it goes. */
final class SyncOptions {
  /** Optional for picocli, because 'sync' has commands of its own in its place. */
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DB",
      description = "Folder of the database.")
  private @Nullable Path folder;

  @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE", description = "Name of the table.")
  private @Nullable String table;

  @Option(
      names = {"--to", "--from"},
      paramLabel = "URL",
      description =
          "The PostgreSQL database: postgresql://user:password@host:5432/database. By default what"
              + " the environment has as PILUM_SYNC_URL, where others do not see the password.")
  private @Nullable String url;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Schema there; ${DEFAULT-VALUE} by default.")
  private String schema = "public";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Name of the table there; the same as here by default.")
  private @Nullable String name;

  @Option(
      names = "--column",
      paramLabel = "COLUMN=NAME",
      description = "Name of a column there, where it is another. Any number of times.")
  private Map<String, String> columns = Map.of();

  @Option(
      names = "--index",
      paramLabel = "KIND",
      description = "Index of vector columns there: hnsw (by default), ivfflat or none.")
  private String index = "hnsw";

  @Option(
      names = "--preset",
      paramLabel = "LAYOUT",
      description =
          "Layout there that a library reads: spring-ai (its table is vector_store) or langchain4j;"
              + " none by default.")
  private String preset = "none";

  Path folder() {
    if (folder == null) {
      throw new InvalidRequest("name the database's folder and a table");
    }
    return folder;
  }

  String table() {
    if (table == null) {
      throw new InvalidRequest("name the database's folder and a table");
    }
    return table;
  }

  String url() {
    String known = url == null ? System.getenv("PILUM_SYNC_URL") : url;
    if (known == null || known.isEmpty()) {
      throw new InvalidRequest("say where to: --to postgresql://user:password@host:5432/database");
    }
    return known;
  }

  String schema() {
    return schema;
  }

  /** Returns the name of the table there, or {@code null} where nothing was said. */
  @Nullable String name() {
    return name;
  }

  String preset() {
    return preset;
  }

  Map<String, String> columns() {
    return columns;
  }

  String index() {
    return index;
  }
}
