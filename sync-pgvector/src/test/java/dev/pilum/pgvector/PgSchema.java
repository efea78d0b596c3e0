package dev.pilum.pgvector;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schema of its own in the server that tests use, dropped when closed. */
final class PgSchema implements AutoCloseable {
  private final String name = "t_" + UUID.randomUUID().toString().replace("-", "");
  private final Session session;

  private PgSchema() {
    session = Session.open(target(), name);
    session.runPlain("create schema " + name);
    session.setSearchPath(name);
  }

  /** Makes one; skips the test where there is no server. */
  static PgSchema create() {
    return new PgSchema();
  }

  /** Returns the server; skips the test where there is none. */
  static PgTarget target() {
    return target(System.getenv("TEST_POSTGRES_URL"));
  }

  /** As {@link #target()}, with the URL that the environment has or not. */
  static PgTarget target(@Nullable String url) {
    assumeTrue(
        url != null && !url.isEmpty(),
        "needs PostgreSQL with pgvector: export TEST_POSTGRES_URL=$(dev/pgvector up), or the URL of"
            + " a server of your own, as a superuser");
    return PgTarget.of(url);
  }

  String name() {
    return name;
  }

  Session session() {
    return session;
  }

  /** Returns options for a table in this schema that may be created. */
  MirrorOptions table(String table) {
    return MirrorOptions.of(table).withSchema(name).withDdl(DdlMode.APPLY);
  }

  /** Returns the URL of a backend in this schema, with more settings. */
  String backendUrl(String settings) {
    String url = System.getenv("TEST_POSTGRES_URL").replaceFirst("^jdbc:", "");
    String more = "schema=" + name + (settings.isEmpty() ? "" : "&" + settings);
    return url + (url.contains("?") ? "&" : "?") + more;
  }

  PgMirror mirror(MirrorOptions options) {
    return PgMirror.of(target(), options);
  }

  List<List<String>> rows(String sql) {
    return session.rows(sql);
  }

  String text(String sql) {
    return session.text(sql);
  }

  @Override
  public void close() {
    session.runPlain("drop schema " + name + " cascade");
    session.close();
  }
}
