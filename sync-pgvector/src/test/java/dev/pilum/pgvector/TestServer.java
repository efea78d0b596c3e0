package dev.pilum.pgvector;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL server with pgvector that tests use: the one that {@code TEST_POSTGRES_URL} names,
 * otherwise one that Testcontainers starts where a Docker engine runs, once for all tests of a JVM.
 */
public final class TestServer {
  private static final String IMAGE = "pgvector/pgvector:pg17";

  private TestServer() {}

  /**
   * Returns a superuser's JDBC URL; skips the test where there is no server, saying how to get one.
   */
  public static String url() {
    return url(System.getenv("TEST_POSTGRES_URL"), () -> Container.URL);
  }

  /** As {@link #url()}, with what the environment says and where else to look. */
  static String url(@Nullable String own, Supplier<@Nullable String> container) {
    if (own != null && !own.isEmpty()) {
      return own;
    }
    String started = container.get();
    return started != null
        ? started
        : abort(
            "needs PostgreSQL with pgvector: export TEST_POSTGRES_URL=$(dev/pgvector up), or the"
                + " URL of a server of your own, as a superuser, or start a Docker engine");
  }

  /**
   * Loaded by the first test that has no server of its own. Testcontainers removes the container.
   */
  private static final class Container {
    private static final @Nullable String URL = start();

    @SuppressWarnings("resource") // lives as long as the JVM
    private static @Nullable String start() {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        return null;
      }
      DockerImageName image = DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres");
      var server = new PostgreSQLContainer(image).withDatabaseName("pilum").withUsername("pilum");
      server.start();
      String url =
          "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
              .formatted(
                  server.getHost(),
                  server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                  server.getDatabaseName(),
                  server.getUsername(),
                  server.getPassword());
      try (Session session = Session.open(PgTarget.of(url), "public")) {
        session.runPlain("create extension vector");
      }
      return url;
    }
  }
}
