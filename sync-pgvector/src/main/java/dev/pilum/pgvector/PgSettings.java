package dev.pilum.pgvector;

import dev.pilum.backend.BackendConfig;
import dev.pilum.storage.error.InvalidRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a configuration says of collections in PostgreSQL.
 *
 * @param target the database
 * @param schema where its tables are
 * @param home the namespace whose tables have the collections' own names
 * @param ddl whether tables and indexes may be created and dropped
 * @param index the kind of index that vector columns get
 * @param connections how many at most
 * @param collection the collection whose vector index is {@code indexName}; empty for none
 * @param indexName see there
 */
record PgSettings(
    PgTarget target,
    String schema,
    String home,
    DdlMode ddl,
    PgIndexKind index,
    int connections,
    String collection,
    String indexName) {
  private static final int PORT = 5432;

  /** More than one machine's application needs, and far from a server's usual 100. */
  private static final int CONNECTIONS = 10;

  /** Settings that the driver gets under its own names. */
  private static final Map<String, String> DRIVER =
      Map.of(
          "username", "user",
          "user", "user",
          "password", "password",
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout");

  private static final Set<String> OWN =
      Set.of("host", "port", "database", "schema", "ddl", "index", "pool_size");

  /** Reads them; refuses those that are not known. */
  static PgSettings of(BackendConfig config) {
    Set<String> known = new TreeSet<>(OWN);
    known.addAll(DRIVER.keySet());
    config.checkKnown(known);
    Map<String, String> login = new HashMap<>();
    DRIVER.forEach((setting, property) -> {
      String value = config.get(setting);
      if (value != null) {
        login.put(property, value);
      }
    });
    String host = config.text("host", "localhost");
    PgTarget target =
        PgTarget.at(host, config.number("port", PORT), config.required("database"), login);
    long connections = config.number("pool_size", CONNECTIONS);
    if (connections < 1 || connections > Short.MAX_VALUE) {
      throw new InvalidRequest("setting 'pool_size' must be 1 or more, got " + connections);
    }
    return new PgSettings(
        target,
        config.text("schema", "public"),
        config.namespace(),
        ddl(config),
        index(config),
        (int) connections,
        config.text("table", ""),
        config.text("index_name", ""));
  }

  private static DdlMode ddl(BackendConfig config) {
    return switch (config.text("ddl", "manual").toLowerCase(Locale.ROOT)) {
      case "manual" -> DdlMode.MANUAL;
      case "apply", "auto" -> DdlMode.APPLY;
      default -> throw new InvalidRequest("setting 'ddl' must be manual or apply");
    };
  }

  private static PgIndexKind index(BackendConfig config) {
    return switch (config.text("index", "hnsw").toLowerCase(Locale.ROOT)) {
      case "hnsw" -> PgIndexKind.HNSW;
      case "ivfflat" -> PgIndexKind.IVFFLAT;
      case "none" -> PgIndexKind.NONE;
      default -> throw new InvalidRequest("setting 'index' must be hnsw, ivfflat or none");
    };
  }

  boolean mayCreate() {
    return ddl == DdlMode.APPLY;
  }
}
